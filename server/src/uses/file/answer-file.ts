/** Answers with a piece of a file of ours, for the side that has our entry, or of a file of theirs that they have lost. */
import type { FileAnswer, FileQuestion } from '@counterpart/protocol'
import type { FileWith } from '../../store/store.ts'
import { mayHaveAll } from '../giving.ts'
import type { Node, Relation } from '../relation.ts'
import { progressKey } from './file-keep.ts'

/** Whatever cannot be given has the same answer: it is gone, was never here, or is of another relation. */
export async function answerFile(
  node: Node,
  relation: Relation,
  question: FileQuestion,
): Promise<FileAnswer> {
  const { nonce, digest, offset, length } = question
  const none: FileAnswer = { nonce, digest, offset, bytes: null }
  if (!node.files) return none
  // Their own files go back like everything that is kept for them: once two of our operators have said so (GIVE-5).
  const returns = mayHaveAll(node, relation)
  const asked: FileWith = { ...(returns ? {} : { own: true }), states: ['here', 'held'] }
  if (!(await node.store.read(relation.id, (reader) => reader.fileWith(digest, asked)))) return none
  const total = await node.files.folder.size(digest)
  if (total === null || offset >= total) return none
  const bytes = await node.files.folder.read(digest, offset, Math.min(length, total - offset))
  if (bytes.length === 0) return none
  node.files.progress.set(progressKey(relation.id, digest), { done: offset, total })
  return { nonce, digest, offset, bytes }
}
