/** A piece of a file of ours, for the side that our entry was sent to; or of theirs, that they have lost. */
import type { FileAnswer, FileQuestion } from '@counterpart/protocol'
import type { FileWith } from '../../store/store.ts'
import type { Node, Relation } from '../relation.ts'
import { progressKey } from './file-keep.ts'

/** Whatever is not to be had is answered alike: not here any more, never here, of another relation. */
export async function answerFile(
  node: Node,
  relation: Relation,
  question: FileQuestion,
): Promise<FileAnswer> {
  const { nonce, digest, offset, length } = question
  const none: FileAnswer = { nonce, digest, offset, bytes: null }
  if (!node.files) return none
  // Their own go back as all that is kept for them does: when two of our operators have said so (GIVE-5).
  const returns = relation.giving.until > node.clock()
  const asked: FileWith = { ...(returns ? {} : { own: true }), states: ['here', 'held'] }
  if (!(await node.store.read(relation.id, (reader) => reader.fileWith(digest, asked)))) return none
  const total = await node.files.folder.size(digest)
  if (total === null || offset >= total) return none
  const bytes = await node.files.folder.read(digest, offset, Math.min(length, total - offset))
  if (bytes.length === 0) return none
  node.files.progress.set(progressKey(relation.id, digest), { done: offset, total })
  return { nonce, digest, offset, bytes }
}
