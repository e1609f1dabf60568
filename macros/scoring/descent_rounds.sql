{% macro descent_rounds(steps, n_rounds) -%}
    {%- for number in range(1, n_rounds + 1) -%}
        {%- set stepped -%}
            max({{ steps }}.pull) + sum({{ steps }}.step * (
                last_round.value + {{ steps }}.momentum * (last_round.value - last_round.previous_value)
            ))
        {%- endset %}
        round_{{ number }} as {{ materialized_once() }} (
            select
                {{ steps }}.cell,
                {{ greatest_of(['0', stepped]) }} as value,
                sum({{ steps }}.is_own * last_round.value) as previous_value
            from {{ steps }}
            inner join round_{{ number - 1 }} as last_round on {{ steps }}.other_cell = last_round.cell
            group by 1
        )
        {%- if not loop.last %},{% endif %}
    {% endfor -%}
{%- endmacro %}
