/** Changes with every change of the rules that may change a judgement. */
export const rulesVersion = 4;

/** Of the files of this folder, as a test computes it: so that none is changed without a thought of the version. */
export const rulesFingerprint = "4baffaafa1f80e0a";
