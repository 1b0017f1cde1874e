/** What a program took, as it prints it. */
export interface Measured {
  readonly seconds: number;
  /** Of its own CPU, all threads. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly note?: string;
}

/** Runs the work and prints what it took. */
export async function printMeasured(work: () => Promise<string | undefined>): Promise<void> {
  const before = process.cpuUsage();
  const start = performance.now();
  const note = await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes: process.resourceUsage().maxRSS / 1024, ...(note === undefined ? {} : { note }) } satisfies Measured));
}
