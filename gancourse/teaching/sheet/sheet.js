"use strict";
const { file, most } = document.body.dataset;
const articles = [...document.querySelectorAll("article.answer")];
const button = document.querySelector("header button");
let saved = true;

const points = (article) => article.querySelector("input.points");
const comment = (article) => article.querySelector("textarea.comment");
const rows = (article) => JSON.parse(article.dataset.rows);
// What was typed belongs to what stood there: marks that were given elsewhere since then count.
const key = (article) => JSON.stringify(
  [file, ...rows(article)[0], points(article).defaultValue, comment(article).defaultValue]);

function remember(article) {
  const typed = JSON.stringify([points(article).value, comment(article).value]);
  try { localStorage.setItem(key(article), typed); } catch { /* a browser that keeps nothing */ }
}

function recall(article) {
  let typed = null;
  try { typed = JSON.parse(localStorage.getItem(key(article))); } catch { /* the same */ }
  if (typed) [points(article).value, comment(article).value] = typed;
}

function look() {
  let done = 0;
  for (const article of articles) {
    const text = points(article).value.trim().replace(",", ".");
    const right = text === "" || (/^\d*\.?\d*$/.test(text) && Number(text) <= Number(most));
    points(article).setAttribute("aria-invalid", String(!right));
    article.classList.toggle("open", text === "");
    done += text !== "" && right;
  }
  const state = document.querySelector("header .state");
  state.textContent = `${done} of ${articles.length} marked${saved ? "" : ", not saved yet"}`;
}

function save() {
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const lines = articles.flatMap((article) =>
    rows(article).map(([code, check]) =>
      [code, points(article).value.trim(), comment(article).value, check].map(quoted).join(",")));
  const text = ["code,points,comment,check", ...lines, ""].join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = `${file}.csv`;
  link.click();
  saved = true;
  look();
}

for (const article of articles) {
  const code = rows(article)[0][0];
  points(article).setAttribute("aria-label", `Points for ${code}`);
  comment(article).setAttribute("aria-label", `Comment on ${code}`);
  recall(article);
  article.addEventListener("input", () => { saved = false; remember(article); look(); });
}
button.addEventListener("click", save);
addEventListener("beforeunload", (event) => { if (!saved) event.preventDefault(); });
look();
