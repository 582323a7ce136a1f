/**
 * Text of a file to a value: strict JSON, no name twice. Of a file that is no JSON the first fault alone is
 * told, at the place where somebody would mend it: all others follow from it.
 */
import { printParseErrorCode, visit } from 'jsonc-parser'
import type { ProblemCode, Values } from './errors.ts'
import { Places, step } from './places.ts'

export interface Fault {
  offset: number
  path: string
  code: ProblemCode
  values?: Values
}

export type Parsed = { value: unknown; places: Places } | { faults: Fault[]; places: Places }

/** Deeper than any form is; also keeps a reader from running out of stack. */
const MOST_DEEP = 40
/** Characters: ten thousand items with long texts in three languages are a third of this. */
export const MOST_CHARACTERS = 64 * 1024 * 1024
const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false }
/** What was expected is missing after what stands before; all else is wrong where it stands. */
const EXPECTED = new Set([
  'CommaExpected',
  'ColonExpected',
  'CloseBraceExpected',
  'CloseBracketExpected',
  'PropertyNameExpected',
  'ValueExpected',
])

export function parse(given: string): Parsed {
  // Some editors begin a file with a mark that nobody sees.
  const text = given.startsWith('\ufeff') ? given.slice(1) : given
  const places = new Places(text)
  if (text.length > MOST_CHARACTERS)
    return { faults: [{ offset: 0, path: '', code: 'file-too-large' }], places }
  const deep = tooDeep(text)
  if (deep !== null) return { faults: [{ offset: deep, path: '', code: 'too-deep' }], places }
  const faults = faultsOf(text)
  if (faults.length > 0) return { faults, places }
  return { value: JSON.parse(text), places }
}

function faultsOf(text: string): Fault[] {
  const errors: { offset: number; code: string }[] = []
  const repeated: Fault[] = []
  const names: Set<string>[] = []
  visit(
    text,
    {
      onError: (code, offset) => {
        // Where one thing is wrong there is one error for every line after it.
        if (errors.length < 20) errors.push({ offset, code: printParseErrorCode(code) })
      },
      onObjectBegin: () => void names.push(new Set()),
      onObjectEnd: () => void names.pop(),
      onObjectProperty: (name, offset, _length, _line, _character, pathOf) => {
        const known = names.at(-1)
        if (known?.has(name))
          repeated.push({
            offset,
            path: [...pathOf(), name].map(step).join(''),
            code: 'repeated-key',
            values: { name },
          })
        known?.add(name)
      },
    },
    STRICT,
  )
  const [first] = errors.sort((a, b) => a.offset - b.offset)
  return first ? [notJson(text, first)] : repeated
}

function notJson(text: string, { offset, code }: { offset: number; code: string }): Fault {
  const before = text.slice(0, offset).trimEnd().length
  const isBefore = EXPECTED.has(code) && before > 0 && text.slice(before, offset).includes('\n')
  return { offset: isBefore ? before - 1 : offset, path: '', code: 'not-json' }
}

/** Where the text goes deeper than any form does; `null` where it does not. */
function tooDeep(text: string): number | null {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const one = text[at]
    if (inString) {
      if (one === '\\') at++
      else if (one === '"' || one === '\n') inString = false
    } else if (one === '"') inString = true
    else if (one === '[' || one === '{') {
      if (++depth > MOST_DEEP) return at
    } else if (one === ']' || one === '}') depth--
  }
  return null
}
