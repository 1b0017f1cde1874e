import { defineConfig, type ViteUserConfig } from "vitest/config";

const slow = process.env.STEADFAST_TESTS === "slow";

const config: ViteUserConfig = defineConfig({
  test: {
    include: slow ? ["**/*.slow.test.ts"] : ["**/*.test.ts"],
    exclude: ["node_modules/**", "dist/**", ...(slow ? [] : ["**/*.slow.test.ts"])],
    pool: "forks",
    // Timings and kill series mean little while another test competes for the same two cores.
    ...(slow ? { fileParallelism: false } : {}),
    testTimeout: slow ? 900_000 : 30_000,
    hookTimeout: slow ? 900_000 : 60_000,
  },
});

export default config;
