import MarkdownIt from 'markdown-it';

/**
 * Markdown as Teams reads it in cards and in a bot's text: bold, italic, lists and links, and nothing else. HTML is words,
 * an address is a link only when it is written as one.
 */
const markdown = new MarkdownIt('zero', { html: false, linkify: false }).enable([
  'emphasis',
  'escape',
  'entity',
  'link',
  'list',
  'newline',
]);

// An address alone is opened; a script, or a path of this page, is not.
markdown.validateLink = (address) => /^(https?|mailto|tel):/i.test(address);

const plain = markdown.renderer.rules.link_open;
markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
  tokens[index]?.attrSet('target', '_blank');
  tokens[index]?.attrSet('rel', 'noopener noreferrer');
  return plain ? plain(tokens, index, options, env, self) : self.renderToken(tokens, index, options);
};

/** HTML in which everything that was not one of those marks is escaped. */
export const toHtml = (text: string): string => markdown.render(text);
