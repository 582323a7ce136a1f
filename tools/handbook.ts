/** `npm run handbook`: writes docs/handbook from the declarations; without `--write` it says what differs. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { check } from './checks/handbook.ts'
import { FOLDER, pages, written } from './handbook-pages.ts'
import { root } from './repository.ts'

if (process.argv.includes('--write')) {
  const wanted = pages()
  for (const file of written().keys()) if (!wanted.has(file)) rmSync(join(root, file))
  for (const [file, text] of wanted) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  console.log(`${wanted.size} files in ${FOLDER}`)
} else {
  const problems = check()
  for (const { file, what } of problems) console.log(`${file} ${what}`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
