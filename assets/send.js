/* Sends what changes something: with the token that only this server's own pages hold. */
(function () {
  "use strict";
  const LOST = "连接中断，没有完成；请检查网络后重试";

  async function token() {
    try {
      const answer = await fetch("/intake/token", { credentials: "same-origin" });
      return (await answer.json()).token;
    } catch (_) {
      throw new Error(LOST);
    }
  }

  /* Resolves to what the server says, rejects with the words to show. */
  (window.cockpit = window.cockpit || /** @type {Cockpit} */ ({})).send = async function (url, body, progress) {
    const secret = await token();
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.setRequestHeader("X-Cockpit-Token", secret);
      if (progress) request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
      request.onerror = () => reject(new Error(LOST));
      request.onload = () => {
        let said = null;
        try { said = JSON.parse(request.responseText); } catch (_) { /* said below */ }
        if (request.status < 300 && said) resolve(said);
        else reject(new Error((said && said.error) || `没有完成（${request.status}）`));
      };
      request.send(body);
    });
  };
})();
