/** What a person types as a hub's address, as a URL: `https` unless it says otherwise or is this computer itself. */
export const hubAddress = (typed: string): string => {
  const text = typed
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  return /^(localhost|127\.|\[::1\])/i.test(text) ? `http://${text}` : `https://${text}`;
};
