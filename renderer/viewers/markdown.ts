const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );

/** Signs of emphasis as characters: an address is none of the words around it. */
const withoutSigns = (address: string): string => address.replaceAll('*', '&#42;').replaceAll('_', '&#95;');

/** Words inside a block: code, strong, emphasis; a link shows its words and keeps its address as a title. */
const inline = (text: string): string =>
  text
    .split(/(`[^`\n]+`)/)
    .map((part) =>
      part.length > 2 && part.startsWith('`') && part.endsWith('`')
        ? `<code>${escaped(part.slice(1, -1))}</code>`
        : escaped(part)
            .replace(
              /!?\[([^\]\n]*)\]\(([^)\s]*)[^)\n]*\)/g,
              (_, words: string, address: string) => `<span title="${withoutSigns(address)}">${words}</span>`,
            )
            .replace(/\*\*(?=\S)([^\n]+?)\*\*/g, '<strong>$1</strong>')
            .replace(/(?<![\w*])\*(?=\S)([^*\n]+?)\*(?!\w)/g, '<em>$1</em>')
            .replace(/(?<!\w)_(?=\S)([^_\n]+?)_(?!\w)/g, '<em>$1</em>'),
    )
    .join('');

const listItem = /^\s{0,3}(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;

const listOf = (lines: readonly string[]): string => {
  const ordered = listItem.exec(lines[0] ?? '')?.[2] !== undefined;
  const items: string[] = [];
  for (const line of lines) {
    const item = listItem.exec(line);
    if (item === null) items[items.length - 1] += ` ${line.trim()}`;
    else items.push(item[3] ?? '');
  }
  const body = items.map((item) => `<li>${inline(item)}</li>`).join('');
  return ordered ? `<ol>${body}</ol>` : `<ul>${body}</ul>`;
};

const blockOf = (block: string): string => {
  const lines = block.split('\n');
  const first = lines[0] ?? '';
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(first);
  if (heading !== null) {
    const level = heading[1]?.length ?? 1;
    const rest = lines.slice(1).join('\n');
    return `<h${level}>${inline(heading[2] ?? '')}</h${level}>${rest.trim() === '' ? '' : blockOf(rest)}`;
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(first) && lines.length === 1) return '<hr>';
  if (lines.every((line) => line.startsWith('>'))) {
    return `<blockquote>${blocksOf(lines.map((line) => line.replace(/^>\s?/, '')).join('\n'))}</blockquote>`;
  }
  if (listItem.test(first)) return listOf(lines);
  return `<p>${lines.map(inline).join('<br>')}</p>`;
};

const blocksOf = (text: string): string =>
  text
    .split(/\n\s*\n/)
    .map((block) => block.replace(/^\n+|\s+$/g, ''))
    .filter((block) => block !== '')
    .map(blockOf)
    .join('\n');

/** Plain text as paragraphs: blank lines part them, line ends are kept. */
export const plainTextHtml = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map(
      (block) =>
        `<p>${block
          .replace(/^\n+|\s+$/g, '')
          .split('\n')
          .map(escaped)
          .join('<br>')}</p>`,
    )
    .join('\n');

/**
 * The Markdown people write in reflections: headings, emphasis, lists, quotations, code, rules. HTML in it is shown as
 * the characters it is made of. Fenced code keeps its lines.
 */
export const markdownHtml = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .split(/^(```[^\n]*\n[\s\S]*?\n```)\s*$/m)
    .map((part) =>
      part.startsWith('```')
        ? `<pre><code>${escaped(part.replace(/^```[^\n]*\n/, '').replace(/\n```$/, ''))}</code></pre>`
        : blocksOf(part),
    )
    .filter((part) => part !== '')
    .join('\n');
