// Makes the pictures of docs/pictures again: runs the demo in a folder of its own, and looks at its report in Chromium.
//
//   node experiments/report-pictures.ts [REPORT.html]
//
// A report that is named is taken instead of a new one; it must be a demo's. Needs Chromium under /usr/bin.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const root = join(import.meta.dirname, "..");
const out = join(root, "docs", "pictures");
const mostBytes = 150_000;

interface Picture {
  readonly name: string;
  readonly scheme: "light" | "dark";
  readonly height: number;
  /** Goes from the page that the report opens on to what the picture shows. */
  show(page: Page): Promise<void>;
}

const pictures: readonly Picture[] = [
  { name: "report-round", scheme: "light", height: 860, show: async () => {} },
  {
    name: "report-dim-bench",
    scheme: "dark",
    height: 900,
    show: async (page) => {
      await page.getByRole("link", { name: "measure", exact: true }).click();
      await page.getByRole("heading", { name: "By instruction and input" }).waitFor();
    },
  },
  { name: "report-distillation", scheme: "light", height: 860, show: async (page) => toHeading(page, /^Distillation of/) },
  {
    name: "report-item",
    scheme: "light",
    height: 900,
    show: async (page) => {
      await page.getByRole("link", { name: "measure", exact: true }).click();
      await page.getByRole("link", { name: "Look at every item and output →" }).click();
      await page.getByLabel("Outcome").selectOption("fail");
      await page.getByLabel("Instruction").selectOption("proofreading");
      await page.getByLabel("Input", { exact: true }).selectOption("qa");
      await page.locator(".virtual a.row").first().click();
      await page.getByRole("heading", { name: /^Judge/ }).waitFor();
    },
  },
];

/** Brings a heading to the top of the picture. */
async function toHeading(page: Page, name: RegExp): Promise<void> {
  const heading = page.getByRole("heading", { name });
  await heading.waitFor();
  await heading.evaluate((element) => (element as unknown as { scrollIntoView(): void }).scrollIntoView());
}

async function take(browser: Browser, report: string, { name, scheme, height, show }: Picture): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height }, colorScheme: scheme });
  const page = await context.newPage();
  await page.goto(pathToFileURL(report).href);
  await page.locator(".steps").waitFor();
  while ((await page.getByText("Reading …").count()) > 0) await page.waitForTimeout(50);
  await show(page);
  const path = join(out, `${name}.png`);
  await page.screenshot({ path });
  await context.close();
  const { size } = statSync(path);
  if (size > mostBytes) throw new Error(`${path} has ${size} bytes, more than ${mostBytes}.`);
  console.log(`${path}: ${size} bytes`);
}

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
if (executablePath === undefined) throw new Error("There is no Chromium under /usr/bin.");
const folder = mkdtempSync(join(tmpdir(), "steadfast-pictures-"));
try {
  const [given] = process.argv.slice(2);
  if (given === undefined) execFileSync(join(root, "steadfast"), ["demo", "--out", join(folder, "report.html")], { cwd: folder, stdio: "inherit" });
  const report = resolve(given ?? join(folder, "report.html"));
  mkdirSync(out, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  try {
    for (const picture of pictures) await take(browser, report, picture);
  } finally {
    await browser.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
