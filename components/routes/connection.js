// Says in the reader's language when the server is out of reach, and when it cannot be reached at
// all. Loaded before Streamlit, whose own word comes late, in English, and over the whole page.
(() => {
  const WORDS = __WORDS__;
  const ALIVE = __ALIVE__;
  const SILENT_MS = 400; // what is sent is acknowledged at once where there is a connection
  const PROBE_MS = 900;
  const IDLE_MS = 15000; // an idle page asks so seldom: a respondent pays for their data
  const FIRST_PAGE_MS = 10000;
  const html = document.documentElement;
  let socket = null;
  let heard = Date.now();
  let waiting = 0; // since when an answer is awaited; 0 when none is
  let isLost = false;
  let isProbing = false;
  let wasOpen = false;
  let wasHeard = false;

  const language = () => {
    const wanted = html.dataset.language || (navigator.language || "fr").slice(0, 2);
    return WORDS[wanted] ? wanted : "fr";
  };

  function say(name) {
    let banner = document.getElementById("amudu-connection");
    if (!banner) {
      banner = document.createElement("div");
      banner.id = "amudu-connection";
      banner.setAttribute("role", "alert");
      document.body.append(banner);
    }
    banner.lang = language();
    banner.dir = banner.lang === "ar" ? "rtl" : "ltr";
    banner.textContent = WORDS[banner.lang][name];
  }

  function lost() {
    if (isLost) return;
    isLost = true;
    html.dataset.connection = "lost";
    say("lost");
  }

  function found() {
    waiting = 0;
    if (!isLost) return;
    isLost = false;
    delete html.dataset.connection;
    document.getElementById("amudu-connection")?.remove();
  }

  async function answers() {
    try {
      const timeout = AbortSignal.timeout(PROBE_MS);
      return (await fetch(ALIVE, { cache: "no-store", signal: timeout })).ok;
    } catch {
      return false;
    }
  }

  async function probe() {
    if (isProbing) return;
    isProbing = true;
    const asked = Date.now();
    const isThere = navigator.onLine && (await answers());
    isProbing = false;
    if (!isThere) return heard < asked && lost();
    if (heard >= asked) return;
    heard = Date.now();
    if (isLost && socket?.readyState === WebSocket.OPEN) {
      // The line came back under a connection that may stay dumb for minutes: begin a new one.
      const dumb = socket;
      dumb.dispatchEvent(new CloseEvent("close", { code: 1006 }));
      dumb.close();
    } else if (!isLost) waiting = 0;
  }

  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(url, ...rest) {
      super(url, ...rest);
      if (!String(url).includes("/_stcore/stream")) return;
      socket = this;
      const isCurrent = () => socket === this;
      this.addEventListener("open", () => {
        if (!isCurrent()) return;
        wasOpen = true;
        heard = Date.now();
        found();
      });
      // One that never opened may be refused on the way: that is said below, after a while.
      this.addEventListener("close", () => isCurrent() && wasOpen && lost());
      this.addEventListener("message", () => {
        if (!isCurrent()) return;
        wasHeard = true;
        heard = Date.now();
        found();
      });
    }
    send(data) {
      if (this === socket && !waiting) waiting = Date.now();
      super.send(data);
    }
  };
  // A touch or a key asks soon, before Streamlit has anything to send.
  let soon = 0;
  const acted = () => {
    soon ||= setTimeout(() => {
      soon = 0;
      if (socket && Date.now() - heard > SILENT_MS) probe();
    }, SILENT_MS);
  };
  for (const act of ["input", "pointerdown"]) addEventListener(act, acted, true);
  window.addEventListener("offline", probe);
  window.addEventListener("online", probe);
  // A page that goes away closes its connection: nothing is lost by that.
  window.addEventListener("pagehide", () => (socket = null));

  setInterval(() => {
    const now = Date.now();
    const isOverdue = waiting && now - waiting > SILENT_MS;
    const isIdle = !document.hidden && now - heard > IDLE_MS;
    if (socket && (isLost || isOverdue || isIdle)) probe();
  }, 250);

  setTimeout(async () => {
    if (wasHeard) return;
    if (await answers()) say("blocked");
    else lost();
  }, FIRST_PAGE_MS);
})();
