/** Several words of one choice, each by itself: the areas a thing is about. */
export function Chips({ words }: { words: readonly string[] }) {
  if (words.length === 0) return null
  return (
    <span className="chip-row">
      {words.map((word) => (
        <span key={word} className="chip chip-word">
          {word}
        </span>
      ))}
    </span>
  )
}
