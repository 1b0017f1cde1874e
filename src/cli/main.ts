#!/usr/bin/env node
// The program itself. Everything is imported after the compile cache is on, so that the second start is fast.
import { enableCompileCache } from "node:module";

enableCompileCache();
const { start } = await import("./start.ts");
await start();
