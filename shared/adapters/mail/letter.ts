import { t } from '../../language/words.ts';
import { html, type Markup } from '../../view/markup.ts';
import type { Button, Node, Text, View } from '../../view/view.ts';
import { linesOf, oneLine, percentOf } from '../../view/words.ts';

/** A view as a mail: the same words twice, as text and as simple HTML. */
export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** A piece of a mail: its lines, and how they look. */
interface Part {
  lines: string[];
  markup: Markup;
}

/**
 * Draws a view as a mail. Nothing can be pressed or typed in a mail, so that no scanner of mails can sign for anybody: what
 * could be done is told in words, and a link leads to the page that says where to do it, the same for everybody.
 * @param place that page
 */
export function letterOf({ title, nodes }: View, { school, place }: { school: string; place: string }): Letter {
  const parts = nodes.flatMap(draw);
  const labels = [...new Set(nodes.flatMap(buttonsOf).map(({ label }) => oneLine(label)))];
  const subject = oneLine(title);
  const can = labels.length ? t`What you can do there: ${labels.join(' · ')}` : '';
  const foot = t`Countersign sent this for ${oneLine(school)}. Nobody reads answers to it: please ask the school office.`;
  const body = parts.reduce((whole, { markup }) => html`${whole}\n      ${markup}`, html``);
  return {
    subject,
    text: [
      subject,
      ...parts.map(({ lines }) => lines.join('\n')),
      [t`Open it and answer: ${place}`, can].filter(Boolean).join('\n'),
      `-- \n${foot}`,
    ]
      .filter(Boolean)
      .join('\n\n'),
    html: html`<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>${subject}</title></head>
  <body style="margin:0;padding:24px;font:16px/1.5 sans-serif;color:#1d2329;background:#ffffff">
    <div style="max-width:36em">
      <h1 style="font-size:22px;line-height:1.3">${subject}</h1>${body}
      <p style="margin:24px 0 8px"><a href="${place}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#12485a;color:#ffffff;text-decoration:none">${t`Open it and answer`}</a></p>
      ${can ? html`<p style="${QUIET}">${can}</p>` : html``}
      <p style="${QUIET};margin-top:32px">${foot}</p>
    </div>
  </body>
</html>
`.text,
  };
}

const QUIET = 'color:#5b6570;font-size:14px';

const part = (lines: string[], markup: Markup): Part[] => (lines.length ? [{ lines, markup }] : []);

const paragraphs = (lines: string[], style = ''): Markup =>
  lines.reduce((whole, line) => html`${whole}<p style="margin:8px 0;${style}">${line}</p>`, html``);

function draw(node: Node): Part[] {
  switch (node.kind) {
    case 'text':
      return textOf(node);
    case 'list': {
      const items = node.items.map(oneLine);
      const inner = items.reduce((whole, item) => html`${whole}<li>${item}</li>`, html``);
      return part(
        items.map((item) => `* ${item}`),
        html`<ul style="margin:8px 0;padding-left:20px">${inner}</ul>`,
      );
    }
    case 'facts': {
      const facts = node.facts.map(({ label, value }) => ({ label: oneLine(label), value: oneLine(value) }));
      const inner = facts.reduce(
        (whole, { label, value }) => html`${whole}<strong>${label}</strong>: ${value}<br>`,
        html``,
      );
      return part(
        facts.map(({ label, value }) => `${label}: ${value}`),
        html`<p style="margin:8px 0">${inner}</p>`,
      );
    }
    case 'rows':
      return node.rows.flatMap(({ title, detail }) => {
        const [head, below] = [oneLine(title), oneLine(detail ?? '')];
        return part(
          below ? [head, `  ${below}`] : [head],
          html`<p style="margin:8px 0">${head}${below ? html`<br><span style="${QUIET}">${below}</span>` : html``}</p>`,
        );
      });
    case 'progress': {
      const line = t`${oneLine(node.label)}: ${node.done} of ${node.total} (${percentOf(node)}%)`;
      return part([line], paragraphs([line]));
    }
    // What is typed, is typed where the link leads.
    case 'input':
      return [];
    // Their labels stand by the link.
    case 'buttons':
      return [];
    case 'link': {
      const label = oneLine(node.label);
      return part([`${label}: ${node.url}`], html`<p style="margin:8px 0"><a href="${node.url}">${label}</a></p>`);
    }
    default:
      return node satisfies never;
  }
}

function textOf({ text, style }: Text): Part[] {
  const lines = linesOf(text);
  switch (style) {
    case undefined:
      return part(lines, paragraphs(lines));
    case 'heading':
      return part(
        lines.map((line) => `${line}\n${'-'.repeat(line.length)}`),
        html`<h2 style="font-size:18px;margin:24px 0 8px">${lines.join(' ')}</h2>`,
      );
    case 'quiet':
      return part(lines, paragraphs(lines, QUIET));
    case 'quote':
      return part(
        lines.map((line) => `> ${line}`),
        html`<blockquote style="margin:8px 0;padding-left:12px;border-left:3px solid #c5ccd3">${paragraphs(lines)}</blockquote>`,
      );
    case 'good':
    case 'warning': {
      const mark = style === 'good' ? '✓' : '⚠';
      const marked = lines.map((line, i) => (i === 0 ? `${mark} ${line}` : line));
      return part(marked, paragraphs(marked, 'font-weight:bold'));
    }
    default:
      return style satisfies never;
  }
}

function buttonsOf(node: Node): Button[] {
  if (node.kind === 'buttons') return node.buttons;
  return node.kind === 'rows' ? node.rows.flatMap(({ button }) => button ?? []) : [];
}
