// Protects law 3: no code outside procedures/ and record/ knows a procedure, a state or an act by name.
import { procedures } from '@counterpart/procedures'
import ts from 'typescript'
import { files, isSource, isTest, type Problem, read, root, shelfOf } from '../repository.ts'

const free = new Set(['procedures', 'record', 'tools'])

/** Names that are also words of headers or of delivery; there they mean something else. */
const words = new Set(['open', 'opened', 'act', 'mark', 'confirm'])

export async function check(): Promise<Problem[]> {
  const { COMMON_ACTS } = await import(`${root}/casework/src/language/common-acts.ts`)
  // Parts that procedures play and subject areas are words of the language, also where a procedure is called by one.
  const { PLAYS, SUBJECT_AREAS } = await import(`${root}/casework/src/language/vocabulary.ts`)
  const names = new Set<string>()
  for (const { procedure } of procedures) {
    names.add(procedure.name)
    for (const name of [...Object.keys(procedure.states), ...Object.keys(procedure.acts)]) names.add(name)
  }
  for (const name of [...words, ...COMMON_ACTS, ...PLAYS, ...SUBJECT_AREAS]) names.delete(name)
  return files()
    .filter((file) => isSource(file) && !isTest(file) && file.includes('/') && !free.has(shelfOf(file)))
    .flatMap((file) =>
      literals(file).flatMap(({ text, line }) =>
        names.has(text) && !allowed(file, text)
          ? [{ file, line, what: `names '${text}', which only procedures/ and record/ may` }]
          : [],
      ),
    )
}

/** Places where a word of a procedure means something of their own. */
const meanings: { file: RegExp; text: string; because: string }[] = [
  { file: /^server\/src\/(peer|outbound|store|http)\//, text: 'closed', because: 'a connection' },
]

function allowed(file: string, text: string): boolean {
  return meanings.some((meaning) => meaning.text === text && meaning.file.test(file))
}

function literals(file: string): { text: string; line: number }[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true)
  const found: { text: string; line: number }[] = []
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) &&
      !ts.isImportDeclaration(node.parent) &&
      !ts.isExportDeclaration(node.parent)
    )
      found.push({ text: node.text, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
