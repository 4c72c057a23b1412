/** The end of a script in words for the person at the terminal, without a stack trace. */
export class Refusal extends Error {}

/**
 * Runs a script's main function; its failure ends the process with 1.
 * @param {() => Promise<void>} main
 */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Refusal ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
