/** What an officer asks for is recorded with the files that it encloses, as the pages do it. */
import type { filesIn } from '@counterpart/casework'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import type { Command, Recorded } from '../../../server/src/uses/command.ts'
import { holding } from '../../../server/src/uses/file/upload-care.ts'
import { answered } from '../../../server/src/uses/record/answered.ts'
import { record } from '../../../server/src/uses/record/record.ts'
import type { Node, Relation } from '../../../server/src/uses/relation.ts'

export type Enclosed = ReturnType<typeof filesIn>

/** A repeat gets its answer, whatever has become of the uploads since. */
export async function recorded(
  node: Node,
  relation: Relation,
  { command, encloses }: { command: Command; encloses: Enclosed },
): Promise<Recorded> {
  const work = () => record(node, relation, command)
  if (encloses.length === 0 || !('author' in command)) return work()
  if (await node.store.read(RELATION, (reader) => answered(reader, relation, command))) return work()
  return holding(node.files, { relation: RELATION, officer: command.author.officer, files: encloses }, work)
}
