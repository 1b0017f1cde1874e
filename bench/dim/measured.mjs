/** Runs the work and prints what it took, as dim.ts reads it. */
export async function printMeasured(work) {
  const before = process.cpuUsage();
  const start = performance.now();
  const note = await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes: process.resourceUsage().maxRSS / 1024, note }));
}
