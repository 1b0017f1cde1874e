export const rows: readonly { input: string; failed: boolean }[] = [{ input: "a", failed: true }, { input: "a", failed: false }, { input: "b", failed: false }];
export const steps: readonly { loss: number }[] = [{ loss: 0.5 }, { loss: 0.25 }];
export const seed = 1;
export const step = 0;
export const row = 0;
