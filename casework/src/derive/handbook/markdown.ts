/** Markdown in which no word of a text can become markup. Each writer takes plain words and escapes them once. */

/** A cell of a table: words, or words that lead to another file. */
type Cell = string | { text: string; to: string }

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => `| ${cells.map(inCell).join(' | ')} |`
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n')
}

function inCell(cell: Cell): string {
  if (typeof cell === 'object') return `[${inCell(cell.text)}](${cell.to})`
  return inLine(cell).replaceAll('|', '\\|')
}

export function heading(depth: number, text: string): string {
  return `${'#'.repeat(depth)} ${inLine(text)}`
}

/** What begins a list, a quotation or a heading begins none here. */
export function paragraph(text: string): string {
  return inLine(text)
    .replace(/^[#>+-]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
}

/** A name and what is said of it on each line; lines of which nothing is to be said are left out. */
export function facts(colon: string, lines: readonly (readonly [name: string, text: string])[]): string {
  return lines
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `- ${inLine(name)}${colon}${inLine(text)}`)
    .join('\n')
}

export function bullets(texts: readonly string[]): string {
  return texts.map((text) => `- ${paragraph(text)}`).join('\n')
}

function inLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_[\]~]/g, '\\$&')
    .replaceAll(/&(?=[#\w])/g, '&amp;')
    .replaceAll('<', '&lt;')
}

/** A label of a mermaid diagram: what its grammar reads is written as a character's number. */
export function inDiagram(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/["#:;<>{}[\]`%*_~&$\\-]/g, (mark) => `#${mark.codePointAt(0)};`)
}
