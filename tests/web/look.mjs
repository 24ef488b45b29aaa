// A question and the files it is about come in as arguments; one JSON value goes out: what a real browser says of them.
//
//   node look.mjs CHROMIUM page|filter|large|print|scriptless PAGE.html
//   node look.mjs CHROMIUM mermaid PICTURE.mmd…
//   node look.mjs - sheet RECORD.csv
//
// It judges nothing: the Rust tests do.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [chromium, question, ...files] = process.argv.slice(2);
const here = createRequire(import.meta.url);

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

async function browse(work) {
  const { chromium: launcher } = here("playwright-core");
  const browser = await launcher.launch({ executablePath: chromium, args: FLAGS });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

// A page with all that its console says and all that it asks of a network.
async function open(browser, file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) said.push(`asks for ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  return { page, said };
}

const openAll = () => document.querySelectorAll("details").forEach((details) => (details.open = true));

const visibleRows = () => [...document.querySelectorAll("main tbody tr")].filter((row) => row.checkVisibility()).length;

// How the page stands at each width and in each colour scheme, closed as it comes and with everything opened.
async function look(browser) {
  const axe = readFileSync(here.resolve("axe-core/axe.min.js"), "utf8");
  const found = [];
  for (const width of [1280, 400]) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, said } = await open(browser, files[0], { viewport: { width, height: 900 }, colorScheme });
      const closed = await page.evaluate(() => document.documentElement.scrollWidth);
      await page.evaluate(openAll);
      await page.addScriptTag({ content: axe });
      const facts = await page.evaluate(async () => {
        const all = (selector) => [...document.querySelectorAll(selector)];
        const ids = all("[id]").map((element) => element.id);
        const targets = all('a[href^="#"]').map((link) => link.getAttribute("href").slice(1));
        const results = await axe.run(document, { resultTypes: ["violations"] });
        return {
          dark: matchMedia("(prefers-color-scheme: dark)").matches,
          wide: document.documentElement.scrollWidth,
          broken: targets.filter((id) => !document.getElementById(decodeURIComponent(id))),
          twice: ids.filter((id, at) => ids.indexOf(id) !== at),
          axe: results.violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" … ")}`),
          checked: results.passes.length,
        };
      });
      found.push({ width, colorScheme, closed, said, ...facts });
      await page.context().close();
    }
  }
  return found;
}

// A person's way through it: the keyboard, the filter, a link into a closed part, the picture.
async function walk(browser) {
  const { page, said } = await open(browser, files[0]);
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press("Tab");
  const second = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.type("track(position)");
  // Letter by letter, a slow machine shows what the first ones find for a while.
  await page.waitForFunction(() => {
    const [before, now] = [window.hitsBefore, document.getElementById("hits").textContent];
    window.hitsBefore = now;
    return now !== "" && now === before;
  }, null, { polling: 500 });
  const filtered = await page.evaluate(() => ({
    rows: [...document.querySelectorAll("main tbody tr")].filter((row) => row.checkVisibility()).map((row) => row.id),
    headings: [...document.querySelectorAll("main h2")].filter((heading) => heading.checkVisibility()).map((heading) => heading.id),
    hits: document.getElementById("hits").textContent,
  }));
  await page.fill("#filter", "");
  await page.waitForFunction(() => document.getElementById("hits").textContent === "");
  const back = await page.evaluate(visibleRows);
  await page.click('main table a[href^="#activity-"]');
  const opened = await page.evaluate(() => {
    const target = document.getElementById(location.hash.slice(1));
    const box = target.getBoundingClientRect();
    return { open: target.open, inView: box.top >= 0 && box.top < innerHeight };
  });
  await page.hover("svg.flows [data-box='1.0']");
  const lit = await page.evaluate(() => document.querySelectorAll("svg.flows .flow.on").length);
  return { said, first, second, filtered, back, opened, lit };
}

// Milliseconds of a wall clock: until it is drawn, and from a key to the rows. The best of three: the machine is shared.
async function large(browser) {
  const tries = [];
  for (let i = 0; i < 3; i += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    const start = performance.now();
    await page.goto(pathToFileURL(files[0]).href);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
    const load = performance.now() - start;
    const typed = performance.now();
    await page.fill("#filter", "street_9992");
    await page.waitForFunction(() => document.getElementById("hits").textContent !== "");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
    const filter = performance.now() - typed;
    const cleared = performance.now();
    await page.fill("#filter", "");
    await page.waitForFunction(() => document.getElementById("hits").textContent === "");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
    const clear = performance.now() - cleared;
    await page.fill("#filter", "street_9992");
    await page.waitForFunction(() => document.getElementById("hits").textContent !== "");
    tries.push({ load, filter, clear, rows: await page.evaluate(visibleRows) });
    await context.close();
  }
  const best = (name) => Math.round(Math.min(...tries.map((one) => one[name])));
  return { load: best("load"), filter: best("filter"), clear: best("clear"), rows: tries.map((one) => one.rows) };
}

// On paper: everything opened, nothing wider than the sheet.
async function print(browser) {
  const { page, said } = await open(browser, files[0]);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.setViewportSize({ width: 720, height: 1000 });
  const facts = await page.evaluate(() => ({
    closed: document.querySelectorAll("details:not([open])").length,
    nav: document.querySelector("nav").checkVisibility(),
    // What a scroller hides on a screen is lost on paper.
    cut: [...document.querySelectorAll(".wide")].filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.getAttribute("aria-label")),
  }));
  const pdf = await page.pdf({ format: "A4" });
  return { said, ...facts, pdf: pdf.length, pages: (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) || []).length };
}

// Without its script the page is whole: every row is there, and what is closed opens by itself.
async function scriptless(browser) {
  const { page, said } = await open(browser, files[0], { javaScriptEnabled: false });
  const rows = await page.locator("main tbody tr").count();
  await page.click("main details:has(tr) > summary >> nth=0");
  const shown = await page.locator("main details[open] tr").first().isVisible();
  return { said, rows, shown, filter: await page.locator("#filter").isVisible() };
}

// What mermaid makes of each text: the labels that it drew, or its complaint.
async function mermaid(browser) {
  const page = await (await browser.newContext()).newPage();
  await page.goto("about:blank");
  await page.addScriptTag({ path: here.resolve("mermaid").replace(/dist[/\\].*$/, "dist/mermaid.min.js") });
  const texts = files.map((file) => readFileSync(file, "utf8"));
  return page.evaluate(async (texts) => {
    // As forges set it: labels are no HTML.
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", htmlLabels: false, flowchart: { htmlLabels: false } });
    const out = [];
    for (const [at, text] of texts.entries()) {
      try {
        const { svg } = await mermaid.render(`picture${at}`, text);
        const drawn = new DOMParser().parseFromString(svg, "text/html");
        const labels = [...drawn.querySelectorAll(".node .label, .cluster .cluster-label")].map((label) => label.textContent.trim());
        const active = drawn.querySelectorAll("script, foreignObject script, [onclick], a[href]").length;
        out.push({ labels, lines: drawn.querySelectorAll("path.flowchart-link").length, active });
      } catch (error) {
        out.push({ error: String(error) });
      }
    }
    return out;
  }, texts);
}

// What a spreadsheet makes of each cell: its words, and the formula if it took them for one.
function sheet() {
  const { read, utils } = here("xlsx");
  const book = read(readFileSync(files[0]), { type: "buffer", cellFormula: true, codepage: 65001 });
  const page = book.Sheets[book.SheetNames[0]];
  const formulas = Object.entries(page).filter(([place, cell]) => !place.startsWith("!") && cell.f !== undefined).map(([place]) => place);
  return { rows: utils.sheet_to_json(page, { header: 1, raw: false, defval: "" }), formulas };
}

const questions = { page: look, filter: walk, large, print, scriptless, mermaid };
const answer = question === "sheet" ? sheet() : await browse(questions[question]);
process.stdout.write(JSON.stringify(answer));
