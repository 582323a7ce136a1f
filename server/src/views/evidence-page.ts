/** The page inside an evidence file: what the file proves and what it does not, for people. */
import type { EvidenceEntry } from '@counterpart/protocol'
import texts from './evidence-page.json' with { type: 'json' }
import type { NotIncluded } from './not-included.ts'

type Text = (typeof texts)['en']

export function evidencePage(
  relation: string,
  dossier: string,
  entries: readonly EvidenceEntry[],
  missing: readonly NotIncluded[],
): string {
  const sections = Object.entries(texts).map(
    ([language, text]) => `<section lang="${language}"><h2>${text.title}</h2>
<p>${text.proves}</p><p>${text.not}</p><p>${text.check}<br><code>counterpart verify --keys keys.json FILE</code></p>${goneIn(text, missing)}</section>`,
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

/** Names of parts, leaves and codes of sides are all that is put in: nothing here can be markup. */
function goneIn(text: Text, missing: readonly NotIncluded[]): string {
  if (missing.length === 0) return ''
  const lines = missing.flatMap(({ leaf, name, deletions }) => {
    const part = { part: name, leaf: `<code>${leaf}</code>` }
    if (deletions.length === 0) return [filled(text.absent, part)]
    return deletions.map(({ side, time, why, record }) =>
      filled(text.destroyed, {
        ...part,
        side,
        time: momentOf(time),
        why: text.why[why],
        record: `<code>${record}</code>`,
      }),
    )
  })
  return `<h3>${text.gone}</h3><ul>${lines.map((line) => `<li>${line}</li>`).join('\n')}</ul>`
}

/** The last second that a date can show. */
const LAST = 8_640_000_000_000

/** A record may say any time: one that no calendar has is shown as its seconds, and keeps nobody from the evidence. */
function momentOf(seconds: number): string {
  return seconds > LAST ? String(seconds) : new Date(seconds * 1000).toISOString().replace('.000', '')
}

function filled(line: string, values: Readonly<Record<string, string>>): string {
  return line.replace(/\{([a-z]+)\}/g, (_, name: string) => values[name] ?? '')
}
