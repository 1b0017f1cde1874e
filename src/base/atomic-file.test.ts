import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SteadfastError, writeFileAtomically } from "./index.ts";
import { tornAfterKills } from "./testing/kill-series.ts";

const scripts = join(import.meta.dirname, "testing");
const posix = process.platform !== "win32";
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steadfast-atomic-"));
  path = join(folder, "file.txt");
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

describe("writeFileAtomically", () => {
  it("writes text, bytes and pieces of both, made now or later", async () => {
    const pieces = ["a", Uint8Array.of(0xc3, 0xa4), "ö"];
    const later = async function* (): AsyncGenerator<string | Uint8Array> {
      yield* pieces;
    };
    for (const content of ["aäö", Buffer.from("aäö"), pieces, later()]) {
      await writeFileAtomically(path, content);
      expect(readFileSync(path, "utf8")).toBe("aäö");
      rmSync(path);
    }
    await writeFileAtomically(path, []);
    expect(statSync(path).size).toBe(0);
  });

  it("makes missing folders, replaces what was there and leaves nothing else", async () => {
    const deep = join(folder, "a", "b", "file.txt");
    await writeFileAtomically(deep, "old");
    await writeFileAtomically(deep, "new");
    expect(readFileSync(deep, "utf8")).toBe("new");
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["file.txt"]);
  });

  it.runIf(posix)("gives the file its mode", async () => {
    await writeFileAtomically(path, "secret", { mode: 0o600 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("takes the longest names there are", async () => {
    for (const name of ["x".repeat(255), "語".repeat(85), "🙂".repeat(63)]) {
      await writeFileAtomically(join(folder, name), name);
      expect(readFileSync(join(folder, name), "utf8")).toBe(name);
    }
  });

  it("lets many write one file at once: one of them wins, whole", async () => {
    const contents = Array.from({ length: 12 }, (_, index) => String(index).repeat(50_000));
    await Promise.all(contents.map((content) => writeFileAtomically(path, content)));
    expect(contents).toContain(readFileSync(path, "utf8"));
    expect(readdirSync(folder)).toEqual(["file.txt"]);
  });

  it("lets one of many make it when exclusive", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => writeFileAtomically(path, `by ${index}`, { exclusive: true })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const winner = outcomes.findIndex(({ status }) => status === "fulfilled");
    expect(readFileSync(path, "utf8")).toBe(`by ${winner}`);
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ name: "SteadfastError", code: "file-exists", kind: "misuse" });
    expect(readdirSync(folder)).toEqual(["file.txt"]);
  });

  it.runIf(posix)("has the content on the disk before it has its name, and the name on the disk before it is done", async () => {
    writeFileSync(path, "old");
    const handle = await open(path);
    const prototype = Object.getPrototypeOf(handle) as { sync: () => Promise<void> };
    await handle.close();
    const seen: string[] = [];
    const sync = prototype.sync;
    vi.spyOn(prototype, "sync").mockImplementation(function (this: unknown) {
      const temporary = readdirSync(folder).find((name) => name.endsWith(".tmp"));
      seen.push(`${readFileSync(path, "utf8")}, ${temporary === undefined ? "no" : readFileSync(join(folder, temporary), "utf8")} temporary`);
      return sync.call(this);
    });
    await writeFileAtomically(path, ["ne", "w"]);
    expect(seen).toEqual(["old, new temporary", "new, no temporary"]);
  });
});

describe("when it fails, the old content stays and nothing else", () => {
  beforeEach(() => writeFileSync(path, "old"));
  afterEach(() => {
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["file.txt"]);
  });

  it.each([
    ["an error", new Error("the source broke")],
    ["an error with a system code of its own", Object.assign(new Error("ENOENT: the source is missing"), { code: "ENOENT" })],
    ["no error at all", "a string"],
  ])("the content's iterator throws %s, which comes out as it is", async (_, thrown) => {
    const broken = function* (): Generator<string> {
      yield "x".repeat(100_000);
      throw thrown;
    };
    await expect(writeFileAtomically(path, broken())).rejects.toBe(thrown);
  });

  it("stops the content's iterator when writing fails", async () => {
    let stopped = false;
    const content = function* (): Generator<string> {
      try {
        for (;;) yield 1 as unknown as string;
      } finally {
        stopped = true;
      }
    };
    await expect(writeFileAtomically(path, content())).rejects.toThrow("must be of type string");
    expect(stopped).toBe(true);
  });

  it("exclusive: the file exists", async () => {
    await expect(writeFileAtomically(path, "new", { exclusive: true })).rejects.toMatchObject({ code: "file-exists", message: `${path} exists already and was left as it is.` });
  });

  it("a file stands where a folder should be", async () => {
    for (const below of [join(path, "x.json"), join(path, "deeper", "x.json")]) {
      const error = await writeFileAtomically(below, "new").catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SteadfastError);
      expect(error).toMatchObject({ code: "not-writable", kind: "misuse", hint: expect.any(String), message: expect.stringContaining(below) });
    }
  });

  it.runIf(posix)("the file may not grow that large", () => {
    // In blocks of 512 or 1024 bytes. Node gets EFBIG, for it ignores the signal.
    const answer = writeOnce({ file: path, bytes: 1_000_000, prefix: "ulimit -f 100;" });
    expect(answer).toMatchObject({ code: "disk-full", kind: "incomplete", sentence: expect.stringContaining(path) });
  });

  it.runIf(posix)("the folder may not be written", ({ skip }) => {
    if (process.getuid!() === 0 && !nobodyCanRead()) return skip("the user nobody cannot read this checkout");
    chmodSync(folder, 0o555);
    expect(writeOnce({ file: path, bytes: 3, asNobody: true })).toMatchObject({ code: "not-writable", sentence: expect.stringContaining(path) });
    chmodSync(folder, 0o755);
  });

  it("a folder has its name", async () => {
    const taken = join(folder, "taken");
    mkdirSync(join(taken, "inside"), { recursive: true });
    await expect(writeFileAtomically(taken, "new")).rejects.toMatchObject({ name: "SteadfastError", code: "not-writable" });
    expect(readdirSync(folder).toSorted()).toEqual(["file.txt", "taken"]);
    rmSync(taken, { recursive: true });
  });
});

it.runIf(posix)("a folder that can be written but not read is written", ({ skip }) => {
  if (process.getuid!() === 0 && !nobodyCanRead()) return skip("the user nobody cannot read this checkout");
  const box = join(folder, "box");
  mkdirSync(box);
  chmodSync(folder, 0o755);
  chmodSync(box, 0o333);
  expect(writeOnce({ file: join(box, "file.txt"), bytes: 3, asNobody: true })).toEqual({ code: "written" });
  chmodSync(box, 0o755);
  expect(readdirSync(box)).toEqual(["file.txt"]);
});

it.runIf(process.platform === "linux")("a full disk: the old content stays, nothing else, and it goes on once there is room", async ({ skip }) => {
  const disk = join(folder, "disk");
  mkdirSync(disk);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "none", disk]).status !== 0) return skip("this user may not mount a small disk");
  try {
    const file = join(disk, "file.txt");
    await writeFileAtomically(file, "o".repeat(100_000));
    await expect(writeFileAtomically(file, ["n".repeat(100_000), "n".repeat(100_000)])).rejects.toMatchObject({ code: "disk-full", kind: "incomplete", message: expect.stringContaining(file) });
    expect(readFileSync(file, "utf8")).toBe("o".repeat(100_000));
    expect(readdirSync(disk)).toEqual(["file.txt"]);
    await writeFileAtomically(file, "n".repeat(120_000));
    expect(statSync(file).size).toBe(120_000);
  } finally {
    execFileSync("umount", [disk]);
  }
});

describe("kill -9 while a process keeps replacing a file", () => {
  it("leaves a whole file", async () => {
    expect(await tornAfterKills({ path, kills: 8 })).toBe(0);
  });

  it("would leave torn ones if files were written in place: the check above can fail", async () => {
    expect(await tornAfterKills({ path, kills: 8, how: "plain" })).toBeGreaterThan(0);
  });
});

function writeOnce({ file, bytes, prefix = "", asNobody = false }: { file: string; bytes: number; prefix?: string; asNobody?: boolean }): unknown {
  const user = asNobody && process.getuid!() === 0 ? ["65534"] : [];
  const command = [process.execPath, "--disable-warning=ExperimentalWarning", join(scripts, "write-once.ts"), file, String(bytes), ...user];
  return JSON.parse(execFileSync("sh", ["-c", `${prefix} exec "$@"`, "sh", ...command], { encoding: "utf8" }));
}

/** The script switches its user once it is loaded; it may still load parts of itself then. */
function nobodyCanRead(): boolean {
  return spawnSync("test", ["-r", join(scripts, "write-once.ts")], { uid: 65_534 }).status === 0;
}
