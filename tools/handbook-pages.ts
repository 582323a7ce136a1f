/** The pages of docs/handbook: as the declarations want them, and as they lie there. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  COMMON_TEXTS,
  handbookIndex,
  handbookOf,
  mergeTexts,
  TEXT_LANGUAGES,
  type TextLanguage,
} from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { read, root } from './repository.ts'

export const FOLDER = 'docs/handbook'

const NAMES: Readonly<Record<TextLanguage, string>> = {
  en: 'English',
  vi: 'Tiếng Việt',
  'zh-Hans': '简体中文',
}

/** By path. */
export function pages(): Map<string, string> {
  const made = new Map([[`${FOLDER}/README.md`, front()]])
  for (const language of TEXT_LANGUAGES) {
    const chapters = procedures.map(({ procedure, texts }) => ({
      procedure,
      name: procedure.name,
      texts: mergeTexts(COMMON_TEXTS[language], texts[language]),
    }))
    const names = Object.fromEntries(
      procedures.map(({ procedure, texts }) => [procedure.name, texts[language].name]),
    )
    made.set(
      `${FOLDER}/${language}/README.md`,
      below(language, 'README.md', handbookIndex(language, chapters)),
    )
    for (const { procedure, name, texts } of chapters) {
      const chapter = handbookOf(procedure, texts, language, names)
      made.set(`${FOLDER}/${language}/${name}.md`, below(language, `${name}.md`, chapter))
    }
  }
  return made
}

/** By path, whatever lies there. */
export function written(): Map<string, string> {
  if (!existsSync(join(root, FOLDER))) return new Map()
  const there = readdirSync(join(root, FOLDER), { recursive: true, withFileTypes: true })
  return new Map(
    there
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .map((file) => [file, read(file)]),
  )
}

function front(): string {
  const lines = TEXT_LANGUAGES.map((language) => {
    const [title = ''] = handbookIndex(language, []).split('\n')
    return `- [${NAMES[language]}](${language}/README.md)${title.replace(/^#/, ':')}`
  })
  return `# Handbook

What officers read of every procedure, in three languages:

${lines.join('\n')}

Written from the declarations and texts in \`procedures/\` by \`npm run handbook\`; \`npm run check\` sees to it that it
is current. To change it, change those.
`
}

/** A page below the way to the list of chapters and to the same page in the other languages. */
function below(language: TextLanguage, file: string, text: string): string {
  const others = TEXT_LANGUAGES.map((one) =>
    one === language ? `**${NAMES[one]}**` : `[${NAMES[one]}](../${one}/${file})`,
  )
  const up = file === 'README.md' ? '../README.md' : 'README.md'
  return `[↑](${up}) · ${others.join(' · ')}\n\n${text}`
}
