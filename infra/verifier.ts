import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../shared/ledger/pack/verifier/', import.meta.url);

/** The page that checks an evidence pack, in one file: its policy lets it run its own script, and nothing reach it or leave it. */
export async function verifierPage(): Promise<string> {
  const { build, stop } = await import('esbuild');
  const bundle = async (file: string) => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL(file, FOLDER))],
      bundle: true,
      minify: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      charset: 'utf8',
      legalComments: 'none',
    });
    return outputFiles[0]?.text.trim() ?? '';
  };
  const [html, script, style] = await Promise.all([
    readFile(new URL('page.html', FOLDER), 'utf8'),
    bundle('page.ts'),
    bundle('page.css'),
  ]).finally(stop);
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
  return html
    .replace('CONTENT-SECURITY-POLICY', policy)
    .replace('/* STYLE */', () => style)
    .replace('/* SCRIPT */', () => script);
}

const hashOf = (source: string): string => `sha256-${createHash('sha256').update(source).digest('base64')}`;
