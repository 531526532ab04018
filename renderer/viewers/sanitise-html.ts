import DOMPurify from 'dompurify';

/** Only pictures that are inside the document; nothing in evidence may make this computer ask for anything. */
const embeddedPicture = /^data:image\/(?:png|jpeg|gif|webp|bmp);base64,/i;

const forbiddenTags = [
  'style',
  'link',
  'meta',
  'base',
  'title',
  'form',
  'input',
  'button',
  'select',
  'textarea',
  'option',
  'iframe',
  'frame',
  'object',
  'embed',
  'video',
  'audio',
  'source',
  'track',
  'picture',
  'map',
  'area',
  'dialog',
  'template',
];

const addressAttributes = ['href', 'xlink:href', 'src', 'action', 'background', 'poster', 'cite', 'longdesc'];

/**
 * HTML from evidence, made harmless: no script, style, form, frame, media or address. A link keeps its words and shows
 * where it pointed as a title; a picture stays only when its bytes are in the document.
 */
export const sanitiseHtml = (html: string): string => {
  const purify = DOMPurify(window);
  purify.addHook('afterSanitizeAttributes', (node) => {
    const target = node.getAttribute('href');
    if (target !== null && !target.startsWith('#')) node.setAttribute('title', target);
    for (const name of addressAttributes) {
      const value = node.getAttribute(name);
      const kept =
        (name === 'src' && node.nodeName === 'IMG' && value !== null && embeddedPicture.test(value)) ||
        (name === 'href' && target?.startsWith('#') === true);
      if (value !== null && !kept) node.removeAttribute(name);
    }
    // Ids have got this prefix (SANITIZE_NAMED_PROPS): a link within the text has to follow them.
    if (target?.startsWith('#') === true) node.setAttribute('href', `#user-content-${target.slice(1)}`);
  });
  return purify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: forbiddenTags,
    FORBID_ATTR: [
      'style',
      'srcset',
      'ping',
      'target',
      'autofocus',
      'tabindex',
      'accesskey',
      'usemap',
      'contenteditable',
    ],
    ALLOW_DATA_ATTR: false,
    SANITIZE_NAMED_PROPS: true,
  });
};
