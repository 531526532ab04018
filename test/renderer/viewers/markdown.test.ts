import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownHtml, plainTextHtml } from '../../../renderer/viewers/markdown.ts';

describe('Markdown', () => {
  it('sets headings, emphasis, lists, quotations and code', () => {
    const html = markdownHtml(
      '# Reflection\n\nI *waited* and **waited**.\n\n- one\n- two\n  still two\n\n1. first\n\n> said Theo\n\n`x < y`\n\n---\n',
    );
    expect(html).toBe(
      [
        '<h1>Reflection</h1>',
        '<p>I <em>waited</em> and <strong>waited</strong>.</p>',
        '<ul><li>one</li><li>two still two</li></ul>',
        '<ol><li>first</li></ol>',
        '<blockquote><p>said Theo</p></blockquote>',
        '<p><code>x &lt; y</code></p>',
        '<hr>',
      ].join('\n'),
    );
  });

  it('keeps the words of a link and shows its address without linking', () => {
    expect(markdownHtml('[my site](https://example.org)')).toBe(
      '<p><span title="https://example.org">my site</span></p>',
    );
  });

  it('takes no emphasis out of an address', () => {
    expect(markdownHtml('*[site](https://example.org/a_b_*c_*)')).toBe(
      '<p>*<span title="https://example.org/a&#95;b&#95;&#42;c&#95;&#42;">site</span></p>',
    );
  });

  it('keeps fenced code as it is', () => {
    expect(markdownHtml('```\na *b*\n\nc\n```')).toBe('<pre><code>a *b*\n\nc</code></pre>');
  });

  it('never lets HTML of the text become HTML of the page', () => {
    const nasty = fc.array(
      fc.constantFrom('<', '>', '"', '&', '`', '*', '[', '](', ')', 'script', ' ', '\n', '#', '- '),
      {
        maxLength: 60,
      },
    );
    const ours = /<\/?(?:h[1-6]|p|br|ul|ol|li|blockquote|pre|code|em|strong|hr|span(?: title="[^"<>]*")?)>/g;
    fc.assert(
      fc.property(nasty, (parts) => {
        expect(markdownHtml(parts.join('')).replace(ours, '')).not.toMatch(/[<>]/);
      }),
    );
  });
});

describe('plain text', () => {
  it('has paragraphs where lines are blank, and keeps its line ends', () => {
    expect(plainTextHtml('One\r\ntwo\r\n\r\n<b>three</b>')).toBe(
      '<p>One<br>two</p>\n<p>&lt;b&gt;three&lt;/b&gt;</p>',
    );
  });
});
