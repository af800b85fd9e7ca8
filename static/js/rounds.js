// What plain pages cannot do: copy a secret, leave the page when a swap met something else, and go on
// without a network.

const COPIED_FOR = 2000;
const STEADY_MS = 1500;

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  source.select();
  await navigator.clipboard.writeText(source.value);
  const words = button.textContent;
  button.textContent = "Copied.";
  setTimeout(() => { button.textContent = words; }, COPIED_FOR);
}

function offerCopying() {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => copy(button));
  }
}

// A session that has ended answers with the sign-in page, which is no part of this one. A form that was
// taken sends on to the page that shows it, and answers with a part.
function leaveIfSentElsewhere(event) {
  const { xhr, pathInfo, requestConfig } = event.detail;
  const answered = new URL(xhr.responseURL || location.href);
  const asked = new URL(pathInfo.requestPath, location.href);
  const looked = requestConfig.verb === "get";
  if (answered.pathname === asked.pathname || (!looked && isPart(xhr.responseText))) return;
  event.preventDefault();
  location.assign(looked ? asked : answered);
}

function isPart(text) {
  return !/^\s*<!doctype/i.test(text);
}

// A refusal is a page of its own; without this nothing would seem to happen. What was sent is not
// sent again.
function showRefusal(event) {
  const { xhr, pathInfo, requestConfig } = event.detail;
  if (requestConfig.verb === "get") {
    location.assign(pathInfo.requestPath);
    return;
  }
  const refusal = new DOMParser().parseFromString(xhr.responseText, "text/html");
  document.getElementById("content").replaceChildren(...refusal.querySelector("main").children);
}

// Without a network the worker has what was last seen; the page says how old it is.
function keepForOffline() {
  const worker = document.body.dataset.offline;
  if (worker && navigator.serviceWorker) navigator.serviceWorker.register(worker).catch(() => {});
}

function sayOffline() {
  for (const sentence of document.querySelectorAll("[data-kept]")) sentence.hidden = false;
}

// A network that comes and goes is waited for, lest a page that somebody has asked for is cut off.
function renewWhenBack() {
  setTimeout(() => {
    if (navigator.onLine && document.querySelector("[data-kept]:not([hidden])")) location.reload();
  }, STEADY_MS);
}

function showWhatIsKept(event) {
  if (event.detail.requestConfig.boosted) location.assign(event.detail.pathInfo.requestPath);
}

document.addEventListener("DOMContentLoaded", offerCopying);
document.addEventListener("DOMContentLoaded", keepForOffline);
window.addEventListener("offline", sayOffline);
window.addEventListener("online", renewWhenBack);
document.addEventListener("htmx:sendError", showWhatIsKept);
document.addEventListener("htmx:beforeSwap", leaveIfSentElsewhere);
document.addEventListener("htmx:responseError", showRefusal);
