// The button can be tapped once its script listens, and says so when the device gives no passkey.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-passkey]");
  const failed = document.getElementById("passkey-failed");
  button.disabled = !window.PublicKeyCredential;
  failed.hidden = !button.disabled;
  button.addEventListener("click", () => {
    failed.hidden = true;
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
  });
});
