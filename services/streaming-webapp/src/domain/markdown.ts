import MarkdownIt from 'markdown-it';

const ALLOWED_LINK = /^(https?:\/\/|mailto:)/i;
const HEADINGS_BELOW_TITLE = 1;
const LOWEST_HEADING = 6;

/** CommonMark without HTML and without pictures, which would tell another site who watches. */
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable('image');

markdown.validateLink = (url) => ALLOWED_LINK.test(url);

markdown.core.ruler.push('headings-below-title', ({ tokens }) => {
  for (const token of tokens) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue;
    token.tag = `h${Math.min(LOWEST_HEADING, Number(token.tag.slice(1)) + HEADINGS_BELOW_TITLE)}`;
  }
});

markdown.core.ruler.push('links-of-a-stranger', ({ tokens }) => {
  for (const { children } of tokens) {
    for (const token of children ?? []) if (token.type === 'link_open') token.attrSet('rel', 'nofollow ugc noopener');
  }
});

/** What an uploader wrote, as HTML in which nothing runs: text is escaped, and links lead to the web or to mail alone. */
export const renderMarkdown = (text: string): string => markdown.render(text);

/** The same without its marks, on one line. */
export const plainText = (text: string): string =>
  markdown
    .parse(text, {})
    .flatMap(({ children, content }) => [...(children ?? [{ content }]), { content: ' ' }])
    .map(({ content }) => content || ' ')
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
