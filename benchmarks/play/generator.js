// The generator: transposed convolutions, each with its BatchNorm folded in, ReLU between, tanh last.
const net = JSON.parse(document.getElementById("weights").textContent);
for (const layer of net.layers) {
  const bytes = Uint8Array.from(atob(layer.weights), (c) => c.charCodeAt(0));
  // weights (in, out, 4, 4) as int8; each output channel has a scale of its own
  layer.w = Float32Array.from(new Int8Array(bytes.buffer), (q, i) => q * layer.scale[(i >> 4) % layer.out]);
}

// One layer: each input pixel lays a copy of its 4 x 4 kernels, and what overlaps is added up.
function spread(image, size, { inputs, out, stride, padding, bias, w }) {
  const large = (size - 1) * stride + 4 - 2 * padding;
  const result = new Float32Array(out * large * large);
  for (let o = 0; o < out; o++) result.fill(bias[o], o * large * large, (o + 1) * large * large);
  for (let i = 0; i < inputs; i++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const value = image[(i * size + y) * size + x];
        if (value === 0) continue; // ReLU leaves many zeros
        for (let o = 0; o < out; o++)
          for (let ky = 0; ky < 4; ky++) {
            const row = y * stride + ky - padding;
            if (row < 0 || row >= large) continue;
            for (let kx = 0; kx < 4; kx++) {
              const column = x * stride + kx - padding;
              if (column >= 0 && column < large)
                result[(o * large + row) * large + column] += value * w[(i * out + o) * 16 + ky * 4 + kx];
            }
          }
      }
  return [result, large];
}

// Noise (and class) to a digit: 28 x 28 numbers between 0 and 1.
function generate(noise) {
  let image = Float32Array.from(noise);
  let size = 1;
  net.layers.forEach((layer, number) => {
    [image, size] = spread(image, size, layer);
    if (number < net.layers.length - 1) image = image.map((v) => Math.max(0, v));
  });
  const digit = new Float32Array(28 * 28); // the border of two pixels is cut off
  for (let y = 0; y < 28; y++)
    for (let x = 0; x < 28; x++) digit[y * 28 + x] = (Math.tanh(image[(y + 2) * 32 + x + 2]) + 1) / 2;
  return digit;
}

function paint(canvas, digit, left = 0, top = 0) {
  const pixels = new ImageData(28, 28);
  digit.forEach((v, i) => pixels.data.set([255 * v, 255 * v, 255 * v, 255], 4 * i));
  canvas.getContext("2d").putImageData(pixels, left, top);
}

// Standard normal numbers (Box and Muller 1958), the same ones for the same seed (mulberry32).
function normals(count, seed) {
  const uniform = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return Array.from({ length: count }, () =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()));
}

// What standard normal noise is like: a vector of this direction and of length sqrt(n).
function stretched(vector) {
  const factor = Math.sqrt(vector.length / vector.reduce((sum, v) => sum + v * v, 0));
  return vector.map((v) => v * factor);
}

const mix = (a, b, share) => a.map((v, i) => v + share * (b[i] - v));
