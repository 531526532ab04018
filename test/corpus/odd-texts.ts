const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The bytes of a text in UTF-16, with a byte-order mark or without. */
export const utf16Text = (text: string, { bigEndian = false, mark = true } = {}): Uint8Array => {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
};

/** Every letter of Windows-1252 that is not ASCII and that teachers write, each one byte. */
export const windows1252Text = (): Uint8Array =>
  Uint8Array.from(
    [...'“Très bien”, said Zoë – the café costs 5 €'].map(
      (letter) => ({ '“': 0x93, '”': 0x94, '–': 0x96, '€': 0x80 })[letter] ?? letter.codePointAt(0) ?? 0,
    ),
  );

/** What the unit tests and the end-to-end tests look for in the texts below. */
export const reflectionWords = 'The class waited for a second answer.';

/** A reflection whose lines end in all three ways. */
export const mixedLineEnds = (): Uint8Array =>
  utf8(`First line.\r\n${reflectionWords}\rThird line.\n\r\nA new paragraph.\r\rAnother one.\n`);

/** Family emoji of seven code points, flags, skin tones, letters with combining marks, and both ways of writing é. */
export const emojiText = (): Uint8Array =>
  utf8(
    'Nina 👩‍👩‍👧‍👦 waited 🇩🇪. Then Zoë (with Zoe\u0308) said 👍🏽 naïve, nai\u0308ve and cafe\u0301.\n\n' +
      '🙂🙂🙂 Three faces, then the words: she asks again 👩🏾‍🏫.\n',
  );

export const rightToLeftText = (): Uint8Array =>
  utf8('الصف ينتظر ثلاث ثوان بعد كل إجابة.\n\nהכיתה מחכה שלוש שניות, and the rest is English.\n');

/** One paragraph of 400,000 characters without any space or line end. */
export const oneLongLine = (): Uint8Array => utf8('0123456789abcdef'.repeat(25_000));

/** Not text at all, whatever its name says. */
export const binaryText = (): Uint8Array =>
  Uint8Array.from({ length: 4096 }, (_, index) => (index * 37 + (index >> 3) * 11) & 255);

/** Words with a NUL now and then, as some old programs leave them. */
export const textWithNuls = (): Uint8Array => utf8(`${reflectionWords}\0\0 It goes on.\0`);

/** About 300 kB of paragraphs, each with a number of its own, for files with thousands of citations. */
export const longReflection = (paragraphs = 2000): string =>
  Array.from(
    { length: paragraphs },
    (_, index) =>
      `Paragraph ${index + 1}. After answer ${index * 7} the class waited, and student ${index % 29} said why the second length is longer than the first.`,
  ).join('\n\n');

/**
 * All that a page can do to run something or to call somebody. `canary` is an address that must never be asked; the
 * scripts set `top.canary` and the title.
 */
export const hostileHtml = (canary: string): string => `<!doctype html><html><head>
<base href="${canary}/base/">
<script>top.canary = 'script'; top.document.title = 'taken'; fetch('${canary}/fetch')</script>
<script src="${canary}/script.js"></script>
<link rel="stylesheet" href="${canary}/style.css">
<link rel="preconnect" href="${canary}"><link rel="dns-prefetch" href="${canary}"><link rel="prefetch" href="${canary}/prefetch">
<link rel="preload" as="image" href="${canary}/preload.png"><link rel="icon" href="${canary}/icon.png"><link rel="manifest" href="${canary}/manifest">
<meta http-equiv="refresh" content="0;url=${canary}/refresh">
<meta http-equiv="Content-Security-Policy" content="default-src *">
<style>@import url('${canary}/import.css'); body { background: url('${canary}/background.png') }
@font-face { font-family: x; src: url('${canary}/font.woff2') } p { font-family: x; content: url('${canary}/content.png') }</style>
</head><body onload="top.canary = 'onload'" background="${canary}/body.png">
<h1 id="top">What I changed</h1>
<img src="${canary}/image.png" onerror="top.canary = 'onerror'" srcset="${canary}/set-1.png 1x, ${canary}/set-2.png 2x">
<img src="x" onerror="top.canary = 'onerror-2'"><img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='top.canary=1'/>">
<picture><source srcset="${canary}/picture.png"><img lowsrc="${canary}/low.png" dynsrc="${canary}/dyn.png"></picture>
<svg><script>top.canary = 'svg'</script><use href="${canary}/use.svg#a"/><image href="${canary}/svg-image.png"/>
<style>@import url('${canary}/svg-import.css')</style><animate onbegin="top.canary='animate'" attributeName="x" dur="1s"/></svg>
<iframe src="${canary}/frame"></iframe><iframe srcdoc="<script>top.canary='srcdoc'</script>"></iframe>
<object data="${canary}/object"></object><embed src="${canary}/embed"><applet code="${canary}/applet"></applet>
<video src="${canary}/video.mp4" poster="${canary}/poster.png" autoplay></video><audio src="${canary}/audio.mp3" autoplay></audio>
<form action="${canary}/form" id="f"><input name="q" autofocus onfocus="top.canary='focus'"><button formaction="${canary}/formaction">Send</button></form>
<input type="image" src="${canary}/input.png"><template><img src="${canary}/template.png"></template>
<a href="javascript:top.canary = 'link'">a link</a> <a href="${canary}/ping-target" ping="${canary}/ping">a ping</a>
<a href="&#106;avascript:top.canary='entity'">an entity</a> <a name="canary" id="canary">clobbered</a>
<p style="background: url('${canary}/inline.png'); position: fixed; inset: 0">The words stay readable.</p>
<table background="${canary}/table.png"><tr><td background="${canary}/cell.png">cell</td></tr></table>
<details open ontoggle="top.canary='toggle'"><summary>more</summary>inside</details>
<marquee onstart="top.canary='marquee'">moving</marquee><portal src="${canary}/portal"></portal>
<custom-element onclick="top.canary='custom'">custom</custom-element>
<math><maction actiontype="statusline" xlink:href="javascript:top.canary='math'">sum</maction></math>
<noscript><p title="</noscript><img src=x onerror=top.canary='noscript'>"></noscript>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=top.canary='mxss'&gt;"></table></mtext></math>
</body></html>`;
