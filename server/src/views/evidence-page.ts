/** The page inside an evidence file: what the file proves and what it does not, for people. */
import type { EvidenceEntry } from '@counterpart/protocol'
import texts from './evidence-page.json' with { type: 'json' }

export function evidencePage(relation: string, dossier: string, entries: readonly EvidenceEntry[]): string {
  const sections = Object.entries(texts).map(
    ([language, text]) => `<section lang="${language}"><h2>${text.title}</h2>
<p>${text.proves}</p><p>${text.not}</p><p>${text.check}<br><code>counterpart verify --keys keys.json FILE</code></p></section>`,
  )
  const rows = entries.map(
    ({ side, leaf, settledBy }) =>
      `<tr><td>${side}</td><td><code>${leaf}</code></td><td><code>${settledBy ?? '–'}</code></td></tr>`,
  )
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${relation} ${dossier.slice(0, 16)}</title>
<style>body{font:15px/1.6 "Noto Sans","Noto Sans SC",system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}td,th{text-align:left;padding:.2rem .8rem .2rem 0}code{font-size:12px;overflow-wrap:anywhere}</style>
<h1>${relation}</h1><p><code>${dossier}</code></p>
${sections.join('\n')}
<table>${rows.join('\n')}</table></html>
`
}
