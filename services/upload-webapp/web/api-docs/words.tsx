/** The backticks of a description stand around code. */
export const Words = ({ text }: { text: string }) =>
  text.split('`').map((piece, at) => (at % 2 === 1 ? <code key={piece}>{piece}</code> : piece));
