// Photos before they leave the phone: made smaller where the browser can open them, sent as they are where not.

const LONGEST_SIDE = 1600;
const SMALL_BYTES = 1_500_000;
const THUMBNAIL_SIDE = 240;
const SERVER_OPENS = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);
export const MAX_BYTES = 20 * 1024 * 1024;
export const MAX_PHOTOS = 10;

// {blob, thumbnail} of a picture file; `thumbnail` is a data: address, empty where it cannot be shown.
export async function prepare(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return { blob: file, thumbnail: "" };
  }
  try {
    const thumbnail = draw(bitmap, THUMBNAIL_SIDE).toDataURL("image/jpeg", 0.8);
    const fits = Math.max(bitmap.width, bitmap.height) <= LONGEST_SIDE && file.size <= SMALL_BYTES;
    if (fits && SERVER_OPENS.has(file.type)) return { blob: file, thumbnail };
    const smaller = await new Promise((done) => draw(bitmap, LONGEST_SIDE).toBlob(done, "image/jpeg", 0.88));
    return { blob: smaller ?? file, thumbnail };
  } finally {
    bitmap.close();
  }
}

function draw(bitmap, longestSide) {
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff"; // JPEG knows no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}
