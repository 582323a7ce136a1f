/** Markdown in which no word of a text can become markup. */

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inCell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function inCell(text: string): string {
  return inLine(text).replaceAll('|', '\\|')
}

export function inLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;')
}

/** A label of a mermaid diagram: what its grammar reads is written as a character's number. */
export function inDiagram(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/["#:;<>{}[\]`%-]/g, (mark) => `#${mark.codePointAt(0)};`)
}
