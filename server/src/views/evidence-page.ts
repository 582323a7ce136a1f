/** The page inside an evidence file: what was done, what the file proves and what it does not, for people; hashes last. */
import type { TextLanguage } from '@counterpart/casework'
import { type EvidenceEntry, utf8 } from '@counterpart/protocol'
import texts from './evidence-page.json' with { type: 'json' }
import { type Told, toldLine } from './evidence-told.ts'
import type { NotIncluded } from './not-included.ts'

type Text = (typeof texts)['en']

/** Whether the page is of a dossier or of one act in it. */
export interface EvidenceOf {
  dossier: string
  act: string | null
}

export function evidencePage(
  relation: string,
  { dossier, act }: EvidenceOf,
  entries: readonly EvidenceEntry[],
  missing: readonly NotIncluded[],
  leftOut = 0,
  told: readonly Told[] = [],
): string {
  const sections = Object.entries(texts).map(
    ([
      language,
      text,
    ]) => `<section lang="${language}">${doneIn(text, language as TextLanguage, told)}<h2>${text.title}</h2>
${partOf(text, act, leftOut)}<p>${text.proves}</p><p>${text.not}</p><p>${text.check}<br><code>counterpart verify --keys keys.json FILE</code></p>${goneIn(text, missing)}</section>`,
  )
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${relation} ${dossier.slice(0, 16)}</title>
<style>body{font:15px/1.6 "Noto Sans","Noto Sans SC",system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}td,th{text-align:left;padding:.2rem .8rem .2rem 0}code{font-size:12px;overflow-wrap:anywhere}</style>
${sections.join('\n')}
<details><summary>${Object.values(texts)
    .map(({ hashes }) => hashes)
    .join(' · ')}</summary>
<p>${relation}<br><code>${dossier}</code></p>
<table>${entries.map(rowOf).join('\n')}</table></details></html>
`
}

/** What was recorded, as it went, whether or not it has effect; what only settles is no doing of anybody. */
function doneIn({ done, by }: Text, language: TextLanguage, told: readonly Told[]): string {
  if (told.length === 0) return ''
  const lines = told.map((one) => toldLine(one, language))
  return `<h2>${done}</h2><ol>${lines.join('\n')}</ol><p><small>${by}</small></p>`
}

/** What these add to a page, in all its languages together. */
export function pageBytesOf(entries: readonly EvidenceEntry[], missing: readonly NotIncluded[]): number {
  const lines = Object.values(texts).flatMap((text) => linesOf(text, missing))
  return [...entries.map(rowOf), ...lines].reduce((sum, line) => sum + utf8(line).length + 1, 0)
}

function rowOf({ side, leaf, settledBy }: EvidenceEntry): string {
  return `<tr><td>${side}</td><td><code>${leaf}</code></td><td><code>${settledBy ?? '–'}</code></td></tr>`
}

/** A reader must not take it for the whole dossier. */
function partOf(text: Text, act: string | null, leftOut: number): string {
  const one = act === null ? '' : `<p>${filled(text.act, { leaf: `<code>${act}</code>` })}</p>`
  return leftOut === 0
    ? one
    : `${one}<p><strong>${filled(text.left, { count: String(leftOut) })}</strong></p>`
}

/** Names of parts, leaves and codes of sides are all that is put in: nothing here can be markup. */
function goneIn(text: Text, missing: readonly NotIncluded[]): string {
  if (missing.length === 0) return ''
  return `<h3>${text.gone}</h3><ul>${linesOf(text, missing).join('\n')}</ul>`
}

function linesOf(text: Text, missing: readonly NotIncluded[]): string[] {
  return missing.flatMap(({ leaf, name, deletions }) => {
    const part = { part: name, leaf: `<code>${leaf}</code>` }
    if (deletions.length === 0) return [`<li>${filled(text.absent, part)}</li>`]
    return deletions.map(({ side, time, why, record }) => {
      const said = { side, time: momentOf(time), why: text.why[why], record: `<code>${record}</code>` }
      return `<li>${filled(text.destroyed, { ...part, ...said })}</li>`
    })
  })
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
