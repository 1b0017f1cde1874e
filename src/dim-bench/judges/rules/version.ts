/** Changes with every change of the rules that may change a judgement. */
export const rulesVersion = 1;
