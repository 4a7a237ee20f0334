-- What wrk sends: one of the sessions of the plan each time, and an answer at the end that a program can read.
-- The plan is a Lua table in a file (bench/lib/wrk.mjs): method, path, body, most, choices, status, host, sessions.
local plan
local heads = {}
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  plan = dofile(args[1])
  math.randomseed(tonumber(os.getenv('BENCH_SEED')))
  for at, session in ipairs(plan.sessions) do
    local cookie = ' HTTP/1.1\r\nHost: ' .. plan.host .. '\r\nCookie: sessionid=' .. session[1]
    if plan.body then
      cookie = cookie .. '; csrftoken=' .. session[2] .. '\r\nX-CSRFToken: ' .. session[2]
        .. '\r\nContent-Type: application/json'
    end
    heads[at] = cookie .. '\r\n'
  end
  -- Reading the plan is no work for a request.
  begun = os.clock()
end

function request()
  local path = plan.path
  if plan.most then path = path .. math.random(plan.most) end
  if plan.choices then path = path .. plan.choices[math.random(#plan.choices)] end
  local head = plan.method .. ' ' .. path .. heads[math.random(#heads)]
  if not plan.body then return head .. '\r\n' end
  local body = plan.body[1] .. math.random(1e9) .. plan.body[2]
  return head .. 'Content-Length: ' .. #body .. '\r\n\r\n' .. body
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nSEEN {"requests":%d,"micros":%d,"p50":%.3f,"p99":%.3f,"cpu":%.0f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    (os.clock() - threads[1]:get('begun')) * 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
