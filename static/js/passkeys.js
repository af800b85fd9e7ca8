// Passkeys need scripts and a browser that has them; what asks for one is hidden until both are known.
// allauth's own scripts hold the ceremony, and tell here when it was broken off or went wrong.

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
} else {
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("[data-passkey-failed]").hidden = false;
});
