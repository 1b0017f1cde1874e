/** Changes with every change of the rules that may change a judgement. */
export const rulesVersion = 5;

/** Of the files of this folder, as a test computes it: so that none is changed without a thought of the version. */
export const rulesFingerprint = "5a0c0ec158825166";
