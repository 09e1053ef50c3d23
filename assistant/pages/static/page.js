// The screen's script. The server renders every piece of HTML; this only sends the form, puts the pieces that come back
// into the page, and opens sources beside the text. Without it the same form and links work as plain pages.

const id = (name) => document.getElementById(name);
const form = id("ask");
const field = id("question");
const turns = id("turns");
const source = id("source");
const wide = matchMedia("(min-width: 70rem)");
const SLOW = 8000; // milliseconds without news after which we say so
const OFFLINE = "サーバーにつながりません。このコンピューターで AIアシスタントが動いているか確かめて、もう一度お試しください。";
const CUT = "回答の途中で接続が切れました。もう一度お試しください。";

let working = null; // the AbortController of the question that is being answered
let shownAddress = location.search;

// --- asking -------------------------------------------------------------------------------------------------------

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (working) return;
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  const again = ["again", "intent", "remove", "unset"].includes(event.submitter?.name);
  const asked = again ? lastQuestion() : event.submitter?.name === "example" ? event.submitter.value : field.value.trim();
  if (again) id("pane-heading").focus();
  ask(fields, asked);
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit(id("send"));
  }
});

id("stop").addEventListener("click", () => working?.abort());

async function ask(fields, asked) {
  const turn = newTurn(asked);
  working = new AbortController();
  busy(true);
  tell("problem", "");
  id("said").replaceChildren();
  const heard = watchSilence(turn.querySelector(".late"));
  try {
    const response = await send(fields, working.signal);
    if (!response.ok) {
      turn.remove();
      if (!turns.children.length) {
        id("start").hidden = false;
        document.body.classList.remove("begun");
      }
      return refuse(await message(response));
    }
    await receive(response, turn, fields, heard);
  } catch (error) {
    halt(turn, fields, asked, error.name === "AbortError" ? "止めました。" : turn.dataset.heard ? CUT : OFFLINE);
  } finally {
    heard(false);
    working = null;
    busy(false);
  }
}

/** Say that it takes long when nothing was heard for a while; call the returned function at every sign of life. */
function watchSilence(late) {
  let timer;
  const heard = (more = true) => {
    clearTimeout(timer);
    late.hidden = true;
    if (!more) return;
    timer = setTimeout(() => {
      late.hidden = false;
      say(late.textContent);
    }, SLOW);
  };
  heard();
  return heard;
}

function send(fields, signal) {
  return fetch("/ask", { method: "POST", body: fields, signal, headers: { Accept: "text/event-stream" } });
}

async function receive(response, turn, fields, heard) {
  let finished = false;
  for await (const [kind, data] of events(response.body)) {
    heard();
    turn.dataset.heard = kind;
    if (kind === "problem") return halt(turn, fields, turn.querySelector("h2").textContent, data.message);
    take(kind, data, turn);
    finished ||= kind === "answer";
  }
  if (!finished) throw new Error("cut");
}

/** Yield [kind, data] for each server-sent event of a response body. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const [first, second] = part.split("\n");
      yield [first.slice("event: ".length), JSON.parse(second.slice("data: ".length))];
    }
  }
}

/** Put what one event brought into the page. */
function take(kind, data, turn) {
  if (data.said) say(data.said);
  if (data.stages) turn.querySelector(".stages").replaceChildren(...parsed(`<ol>${data.stages}</ol>`, "ol"));
  if (data.html) {
    turn.querySelector(".draft")?.remove(); // what comes now has the draft's sentences, or better ones
    turn.querySelector(".blocks").append(...parsed(data.html));
  }
  if (kind === "understood") {
    turn.querySelector("h2").textContent = data.question;
    turn.querySelector(".reading").replaceChildren(...parsed(data.reading));
    form.elements.conversation.value = data.conversation;
    if (field.value.trim() && !turn.dataset.kept) field.value = "";
    field.removeAttribute("aria-invalid");
    replacePane(data.pane);
  }
  if (kind === "answer") {
    const address = `/?c=${form.elements.conversation.value}`;
    if (location.pathname + location.search !== address) history.pushState(null, "", address);
    shownAddress = location.search;
    document.querySelector('label[for="question"]').textContent = "続けて質問する";
    for (const link of id("roles").children) link.href = `/?role=${link.dataset.role}&c=${form.elements.conversation.value}`;
  }
}

function newTurn(asked) {
  const made = id("new-turn").content.cloneNode(true).firstElementChild;
  made.querySelector("h2").textContent = asked;
  made.querySelector(".who").textContent = `${roleLabel()}からの質問`;
  made.dataset.kept = asked === field.value.trim() ? "" : "draft";
  id("latest")?.removeAttribute("id");
  made.id = "latest";
  id("start").hidden = true;
  document.body.classList.add("begun");
  turns.append(made);
  made.scrollIntoView({ block: "start" });
  return made;
}

function halt(turn, fields, asked, text) {
  const box = turn.querySelector(".halt");
  box.querySelector("p").textContent = text;
  box.hidden = false;
  turn.querySelector(".stages").classList.add("halted");
  say(text);
  box.querySelector("button").addEventListener("click", () => {
    fields.set("conversation", form.elements.conversation.value);
    turn.remove();
    ask(fields, asked);
    id("stop").focus();
  });
}

function refuse(text) {
  tell("problem", text);
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

async function message(response) {
  try {
    return (await response.json()).message;
  } catch {
    return "うまくいきませんでした。もう一度お試しください。";
  }
}

function busy(now) {
  const [send, stop] = [id("send"), id("stop")];
  const focused = document.activeElement === send || document.activeElement === stop || document.activeElement === document.body;
  send.hidden = now;
  stop.hidden = !now;
  turns.setAttribute("aria-busy", String(now));
  if (focused) (now ? stop : send).focus({ preventScroll: true });
}

function replacePane(html) {
  const pane = id("pane");
  const open = pane.querySelector("details").open;
  const focused = pane.contains(document.activeElement);
  pane.replaceChildren(...parsed(html));
  pane.querySelector("details").open = open;
  if (focused) id("pane-heading").focus({ preventScroll: true });
}

function lastQuestion() {
  const all = turns.querySelectorAll("h2");
  return all.length ? all[all.length - 1].textContent : field.value.trim();
}

// --- sources ------------------------------------------------------------------------------------------------------

let opener = null; // the link that opened the source, to which focus returns

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="/entries/"], #source-body a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.closest("header, footer")) return;
  event.preventDefault();
  if (!link.closest("#source")) opener = link;
  if (link.getAttribute("href").startsWith("#")) return scrollTo(decodeURIComponent(link.hash.slice(1)));
  openSource(new URL(link.href));
});

async function openSource(address) {
  const anchor = decodeURIComponent(address.hash.slice(1));
  const whole = address.pathname + address.search + address.hash;
  address.searchParams.set("panel", "1");
  const body = id("source-body");
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(response.status);
    body.replaceChildren(...parsed(await response.text()));
    for (const part of body.querySelectorAll("[id]:not(mark)")) {
      part.dataset.anchor = part.id; // an entry's anchors must not meet the ids of the page
      part.removeAttribute("id");
    }
  } catch {
    const told = document.createElement("p");
    told.textContent = "出典を開けませんでした。サーバーが動いているか確かめて、もう一度お試しください。";
    body.replaceChildren(told);
  }
  const onward = document.createElement("p");
  const link = document.createElement("a");
  link.href = whole;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "ページで前後を読む（新しいタブ）";
  link.className = "onward";
  link.addEventListener("click", (event) => event.stopPropagation());
  onward.append(link);
  body.append(onward);
  showSource();
  scrollTo(anchor);
}

function showSource() {
  if (!source.open) wide.matches ? source.show() : source.showModal();
  id("source-heading").focus({ preventScroll: true });
}

function scrollTo(anchor) {
  const body = id("source-body");
  const place = body.querySelector("mark") && anchor === "quote" ? body.querySelector("mark") : body.querySelector(`[data-anchor="${CSS.escape(anchor)}"]`);
  if (place) body.scrollTop += place.getBoundingClientRect().top - body.getBoundingClientRect().top - 72;
  else body.scrollTop = 0;
}

function closeSource() {
  source.close();
  if (opener?.isConnected) opener.focus({ preventScroll: true });
}

source.addEventListener("cancel", (event) => {
  event.preventDefault();
  closeSource();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && source.open && !event.isComposing) closeSource();
});

wide.addEventListener("change", () => source.open && closeSource());

// --- the rest -----------------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const does = event.target.closest("[data-does]");
  if (does?.dataset.does === "close") closeSource();
  if (does?.dataset.does === "print") print();
  if (does?.dataset.does === "copy") copy(does);
});

async function copy(button) {
  const turn = button.closest(".turn");
  const heads = { H2: "質問：", H3: "\n■ ", DT: "・", TH: "・" };
  const lines = [...turn.querySelectorAll("h2, h3, .blocks p:not(.tools), dt, dd, th, td, .blocks li")].map((part) => {
    const clone = part.cloneNode(true);
    for (const unseen of clone.querySelectorAll(".unseen, .check, .reworded")) unseen.remove();
    return (heads[part.tagName] ?? "") + clone.textContent.replace(/\u2060/g, "").replace(/\s+/g, " ").trim();
  });
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(lines.filter(Boolean).join("\n"));
    button.textContent = "コピーしました";
  } catch {
    button.textContent = "コピーできませんでした";
  }
  say(`${button.textContent}。`);
  setTimeout(() => (button.textContent = before), 3000);
}

id("roles").addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const next = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
    const { hidden } = id("start");
    id("start").replaceChildren(...next.getElementById("start").childNodes);
    id("start").hidden = hidden;
    for (const part of [".places", ".bottom"]) document.querySelector(part).replaceWith(next.querySelector(part));
    for (const other of id("roles").children) other.toggleAttribute("aria-current", false);
    link.setAttribute("aria-current", "true");
    form.elements.role.value = link.dataset.role;
    say(`使う人を${roleLabel()}に変えました。`);
  } catch {
    tell("problem", OFFLINE);
  }
});

function roleLabel() {
  const link = id("roles").querySelector("[aria-current]");
  return (link.querySelector(".long") ?? link).textContent.trim();
}

// Folded parts are printed too
addEventListener("beforeprint", () => document.querySelectorAll(".turn details").forEach((part) => (part.open = true)));

// Back and forward between the start and a conversation; the server holds what was said
addEventListener("popstate", () => location.search !== shownAddress && location.reload());

/** Parse HTML that our own server rendered; scripts in it never run. */
function parsed(html, within = "body") {
  return [...new DOMParser().parseFromString(html, "text/html").querySelector(within).childNodes].map((n) => document.adoptNode(n));
}

function tell(name, text) {
  id(name).textContent = text;
}

/** Add a sentence to the live region; a block is announced once, when it is complete. */
function say(text) {
  const line = document.createElement("p");
  line.textContent = text;
  id("said").append(line);
}
