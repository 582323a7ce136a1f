/** Every field that is asked for, part by part, and how long each part is kept. */
import { type Field, gateFieldOf, type RowField } from '../../language/index.ts'
import { KEPT } from '../../language/reserved.ts'
import { type Chapter, durationIn, fieldIn, fill, partIn } from './chapter.ts'
import { heading, paragraph, table } from './markdown.ts'

export function fields(chapter: Chapter): string[] {
  const { procedure, words } = chapter
  const parts = Object.entries(procedure.parts)
  return [
    ...part(chapter, KEPT, words.field.always),
    ...parts.flatMap(([name, { personal, keep }]) => {
      const kept = fill(words.field.afterClosing, { length: durationIn(chapter, keep) })
      return part(chapter, name, ...(personal ? [kept, words.field.personalMeans] : [kept]))
    }),
  ]
}

function part(chapter: Chapter, name: string, ...said: string[]): string[] {
  const { procedure, words, say } = chapter
  // The answer to a safeguard is read of where the safeguard is.
  const answers = new Set(Object.keys(procedure.gates ?? {}).map(gateFieldOf))
  const rows = Object.entries(procedure.fields)
    .filter(([field, { part }]) => part === name && !answers.has(field))
    .map(([field, of]) => [fieldIn(chapter, field), formIn(chapter, field, of), say(`/fields/${field}/help`)])
  const asked = table([words.field.field, words.field.form, words.field.means], rows)
  return [heading(3, partIn(chapter, name)), ...said.map(paragraph), ...(rows.length === 0 ? [] : [asked])]
}

function formIn(chapter: Chapter, name: string, field: Field | RowField): string {
  const { words, say } = chapter
  const { field: forms } = words
  switch (field.kind) {
    case 'choice':
    case 'choices': {
      const choices = field.of.map((value) => say(`/choices/${name}/${value}`)).join(words.semicolon)
      return fill(forms[field.kind], { choices })
    }
    case 'count':
      return fill(forms.count, { min: String(field.min), max: String(field.max) })
    case 'duration':
      return fill(forms.duration, { most: durationIn(chapter, field.most) })
    case 'reference': {
      const to = field.content ? forms.content : forms.kinds.reference
      return field.plays ? `${to}${words.colon}${say(`/plays/${field.plays}`)}` : to
    }
    case 'list': {
      const columns = Object.entries(field.row).map(([column, of]) => {
        const help = say(`/rows/${name}/${column}/help`)
        const said = [formIn(chapter, column, of), field.needs.includes(column) ? forms.needed : '', help]
        const what = said.filter((text) => text !== '').join(words.semicolon)
        return fill(words.bracket, { text: say(`/rows/${name}/${column}/label`), what })
      })
      return fill(forms.list, { most: String(field.most), columns: columns.join(words.semicolon) })
    }
    default:
      return forms.kinds[field.kind]
  }
}
