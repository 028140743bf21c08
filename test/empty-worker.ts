/** The Worker that workerd's tests run in. They import src/server/worker.ts themselves, so that one that fails to load fails its own tests only. */
export default {}
