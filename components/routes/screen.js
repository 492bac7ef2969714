// Tells the server how wide the screen is, before it draws the first page: a table needs room, and
// a phone its bar, also one that is held sideways now.
(() => {
  const narrow = matchMedia("(max-width: 640px)");
  const isPhone = Math.min(screen.width, screen.height) <= 640;
  const tell = () => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `__COOKIE__=${isPhone || narrow.matches ? "narrow" : "wide"}; Path=/; SameSite=Lax${secure}`;
  };
  tell();
  narrow.addEventListener("change", tell);
})();
