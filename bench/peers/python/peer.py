"""Times works with scikit-learn or PyTorch from Python; the same protocol as Meter.java.

Usage: peer.py sklearn|torch THREADS WARM MEASURED WORK...
"""
import json
import sys
import time
import warnings

import numpy as np

ROWS = 2048
RATE = 1e-3
NETS = {
    "mnist": (784, [256, 128], 10, True),
    "tab": (16, [64, 64], 1, False),
    "wide": (512, [512, 512, 512], 10, True),
}


class Unsupported(Exception):
    """A plain sentence saying what the library cannot do."""


def data(net):
    """Normally distributed rows and what a random linear rule with noise makes of them."""
    width, _, out, classes = NETS[net]
    rng = np.random.default_rng(1)
    x = rng.standard_normal((ROWS, width), dtype=np.float32)
    sums = x @ (rng.standard_normal((width, out), dtype=np.float32) / width ** 0.5)
    sums += 0.3 * rng.standard_normal((ROWS, out), dtype=np.float32)
    return (x, sums.argmax(1)) if classes else (x, sums[:, 0])


class Sklearn:
    def __init__(self):
        import sklearn
        from sklearn import neural_network

        warnings.filterwarnings("ignore")
        self.kinds = (neural_network.MLPClassifier, neural_network.MLPRegressor)
        self.version = "scikit-learn " + sklearn.__version__

    def model(self, net, batch):
        width, hidden, out, classes = NETS[net]
        if net == "wide":
            raise Unsupported("scikit-learn has neither GELU nor layer norm.")
        kind = self.kinds[0 if classes else 1]
        return kind(hidden_layer_sizes=hidden, activation="relu", solver="adam", alpha=0, learning_rate_init=RATE,
                    batch_size=batch, shuffle=False, random_state=1)

    def train(self, net, batch):
        model = self.model(net, batch)
        x, y = data(net)
        known = {"classes": np.arange(NETS[net][2])} if NETS[net][3] else {}
        state = {"at": 0}

        def step():
            at = state["at"]
            model.partial_fit(x[at:at + batch], y[at:at + batch], **known)
            state["at"] = (at + batch) % ROWS

        return step, lambda: model.loss_

    def fit(self, net, batch):
        """A pass through the data, in batches and shuffled, and the mean loss over it."""
        model = self.model(net, batch).set_params(shuffle=True)
        x, y = data(net)
        known = {"classes": np.arange(NETS[net][2])} if NETS[net][3] else {}
        return lambda: model.partial_fit(x, y, **known), lambda: model.loss_

    def infer(self, net, batch):
        x, y = data(net)
        model = self.model(net, 256).set_params(max_iter=1).fit(x, y)
        x = x[:batch]
        return (lambda: model.predict_proba(x)) if NETS[net][3] else (lambda: model.predict(x))


class Torch:
    def __init__(self, threads):
        import torch

        torch.set_num_threads(threads)
        self.torch = torch
        self.version = "PyTorch " + torch.__version__

    def model(self, net):
        nn = self.torch.nn
        width, hidden, out, _ = NETS[net]
        layers = []
        for units in hidden:
            layers.append(nn.Linear(width, units))
            layers += [nn.GELU(), nn.LayerNorm(units), nn.Dropout(0.1)] if net == "wide" else [nn.ReLU()]
            width = units
        return nn.Sequential(*layers, nn.Linear(width, out))

    def train(self, net, batch):
        torch = self.torch
        model = self.model(net)
        adam = torch.optim.Adam(model.parameters(), lr=RATE)
        x, y = map(torch.from_numpy, data(net))
        classes = NETS[net][3]
        criterion = torch.nn.CrossEntropyLoss() if classes else torch.nn.MSELoss()
        y = y if classes else y[:, None]
        state = {"at": 0, "loss": None}

        def step():
            at = state["at"]
            adam.zero_grad()
            loss = criterion(model(x[at:at + batch]), y[at:at + batch])
            loss.backward()
            adam.step()
            state["loss"] = loss
            state["at"] = (at + batch) % ROWS

        return step, lambda: state["loss"].item()

    def infer(self, net, batch):
        torch = self.torch
        model = self.model(net).eval()
        x = data(net)[0][:batch]
        classes = NETS[net][3]

        def call():
            with torch.inference_mode():
                output = model(torch.from_numpy(x))
                return (output.softmax(1) if classes else output).numpy()

        return call


def rates(step, warm, measured):
    """Repetitions a second in chunks of about 5 ms."""
    # By the thread's own time, so that a busy neighbour does not cut the warming short.
    start = halfway = now = time.thread_time()
    while halfway - start < warm / 2:
        step()
        halfway = time.thread_time()
    count = 0
    while now - start < warm or count == 0:
        step()
        count += 1
        now = time.thread_time()
    each = max(1, int(5e-3 * count / (now - halfway)))
    out = []
    begin = last = time.perf_counter()
    while last - begin < measured or len(out) < 3:
        for _ in range(each):
            step()
        now = time.perf_counter()
        out.append(float("%.6g" % (each / (now - last))))
        last = now
    return out


def mean_loss(step, loss, steps):
    total = 0.0
    for _ in range(steps):
        step()
        total += loss()
    return total / steps


def learned(before, after):
    if not after < before:
        raise ValueError(f"does not learn: the loss went from {before} to {after}")


def main():
    library, threads, warm, measured, *works = sys.argv[1:]
    peer = Sklearn() if library == "sklearn" else Torch(int(threads))
    warm, measured = float(warm), float(measured)
    for number, work in enumerate(works):
        warming = warm if number else 3 * warm
        line = {"work": work, "version": peer.version}
        try:
            kind, net, batch = work.split()[:3]
            if kind == "train":
                step, loss = peer.train(net, int(batch))
                before = mean_loss(step, loss, ROWS // int(batch))
                line["rates"] = rates(step, warming, measured)
                learned(before, mean_loss(step, loss, ROWS // int(batch)))
            elif kind == "fit" and library == "sklearn":
                steps = ROWS // int(batch)
                step, loss = peer.fit(net, int(batch))
                before = mean_loss(step, loss, 1)
                line["rates"] = [steps * rate for rate in rates(step, warming, measured)]
                learned(before, loss())
            elif kind == "infer":
                line["rates"] = rates(peer.infer(net, int(batch)), warming, measured)
            else:
                raise Unsupported("Only steps and predictions of networks are asked of it.")
        except Unsupported as e:
            line["reason"] = str(e)
        except Exception as e:
            line.pop("rates", None)
            line["reason"] = repr(e)
        print(json.dumps(line), flush=True)


main()
