{% macro descent_rounds(steps, n_rounds) -%}
    {%- for number in range(1, n_rounds + 1) -%}
        round_{{ number }} as {{ materialized_once() }} (
            select
                {{ steps }}.scorecard_id,
                {{ steps }}.version,
                {{ steps }}.segment,
                {{ steps }}.signal_id,
                greatest(
                    0,
                    max({{ steps }}.pull)
                    + sum({{ steps }}.step * (
                        last_round.value
                        + {{ steps }}.momentum * (last_round.value - last_round.previous_value)
                    ))
                ) as value,
                sum(
                    case
                        when {{ steps }}.signal_id = {{ steps }}.other_signal_id
                            then last_round.value
                    end
                ) as previous_value
            from {{ steps }}
            inner join round_{{ number - 1 }} as last_round
                on
                    {{ steps }}.scorecard_id = last_round.scorecard_id
                    and {{ steps }}.version = last_round.version
                    and {{ steps }}.segment = last_round.segment
                    and {{ steps }}.other_signal_id = last_round.signal_id
            group by 1, 2, 3, 4
        )
        {%- if not loop.last %},{% endif %}
    {% endfor -%}
{%- endmacro %}
