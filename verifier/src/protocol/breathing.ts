/** Long work in one thread: it lets the page draw and answer between two pieces. */

const LONGEST = 24; // milliseconds without a breath

let last = 0;

/** Wait for the page if it has had no turn for a while. */
export async function breathe(): Promise<void> {
  const now = performance.now();
  if (now - last < LONGEST) return;
  await turn();
  last = performance.now();
}

/** Let the page have one turn; a message comes back sooner than a timer, which browsers hold back. */
function turn(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}
